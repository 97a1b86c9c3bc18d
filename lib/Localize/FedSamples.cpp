// The width of floats is the model's to say: what one side is fed is compared at the width of the narrower input.
#include "FedSamples.h"

#include "fixcon/Align/Samples.h"
#include "fixcon/Localize/Feeding.h"

#include <cmath>

namespace fixcon {
namespace {

Tensor storedAs(DType dtype, Tensor tensor) {
  bool rounds = isFloat(dtype) && isFloat(tensor.dtype()) && dtype != tensor.dtype();
  return rounds ? tensor.converted(dtype) : tensor;
}

/// Rounded as an input of another width rounds it, if that is the narrower one.
Tensor roundedAs(DType other, Tensor tensor) {
  DType own = tensor.dtype();
  bool rounds = isFloat(own) && isFloat(other) && byteSize(other) < byteSize(own);
  return rounds ? tensor.converted(other).converted(own) : tensor;
}

/// A target that takes any size may be fed another one than it should be.
Shape shapeFor(const Value &argument, const Tensor &sources, const Tensor &fed,
               const Layout &layout) {
  if (argument.type().isStatic())
    return argument.type().shape();
  return layout.keepsOrder() && sources.size() != fed.size() ? sources.shape() : fed.shape();
}

/// f32 arithmetic of two spellings of one recipe may differ in the last place.
bool isNear(const Tensor &a, const Tensor &b) {
  if (a.shape() != b.shape())
    return false;
  for (int64_t i = 0; i < a.size(); ++i)
    if (std::fabs(a.toDouble(i) - b.toDouble(i)) > 1e-5 * (1 + std::fabs(b.toDouble(i))))
      return false;
  return true;
}

/// Whether a picture of the source comes to the target with height and width exchanged.
bool isExchanged(const Layout &layout, const Shape &source, ImageLayout from, ImageLayout to) {
  if (source.size() != 4)
    return false;
  bool fromLast = from == ImageLayout::NHWC, toLast = to == ImageLayout::NHWC;
  Permutation straight{0, 1, 2, 3}, exchanged{0, 1, 3, 2};
  if (fromLast != toLast) {
    straight = fromLast ? Permutation{0, 3, 1, 2} : Permutation{0, 2, 3, 1};
    exchanged = {0, 3, 2, 1};
  } else if (fromLast) {
    exchanged = {0, 2, 1, 3};
  }
  std::vector<int64_t> offsets = sourceOffsets(layout);
  return offsets != transposedOffsets(source, straight) &&
         offsets == transposedOffsets(source, exchanged);
}

} // namespace

FedSamples FedSamples::load(const NormalPair &pair, const Alignment &alignment, Module &module,
                            PassContext &context, size_t count) {
  FedSamples out;
  std::shared_ptr<SampleSource> samples = samplesOf(module, context);
  for (int64_t i = 0; i < samples->size() && out.source.size() < count; ++i) {
    auto s = samples->load(*pair.source, i), t = samples->load(*pair.target, i);
    if (failed(s) || failed(t))
      continue;
    std::map<std::string, Tensor> carried;
    bool fits = true;
    for (const auto &[argument, aligned] : alignment.arguments) {
      auto from = s->find(aligned.source->name());
      auto fed = t->find(argument->name());
      if (from == s->end() || fed == t->end())
        continue;
      fed->second = roundedAs(from->second.dtype(), std::move(fed->second));
      Shape shape = shapeFor(*argument, from->second, fed->second, aligned.layout);
      if ((fits &= isApplicable(aligned.layout, from->second, shape)))
        carried[argument->name()] =
            storedAs(fed->second.dtype(), applyLayout(from->second, aligned.layout, shape));
    }
    if (!fits)
      continue;
    out.source.push_back(std::move(*s));
    out.own.push_back(std::move(*t));
    out.wanted.push_back(std::move(carried));
  }
  return out;
}

bool FedSamples::areAlike() const {
  for (size_t k = 0; k < own.size(); ++k)
    for (const auto &[name, tensor] : own[k])
      if (auto other = wanted[k].find(name);
          other == wanted[k].end() || !isNear(tensor, other->second))
        return false;
  return true;
}

std::vector<Tensor> FedSamples::of(const FirstLayer::Inputs &inputs, const std::string &argument) {
  std::vector<Tensor> tensors;
  for (const auto &sample : inputs)
    tensors.push_back(sample.at(argument));
  return tensors;
}

std::optional<PictureArgument>
PictureArgument::of(const NormalPair &pair, const Alignment &alignment, const FedSamples &samples) {
  if (pair.target->arguments().size() != 1 || samples.empty())
    return std::nullopt;
  PictureArgument picture{pair.target->argument(0)};
  auto fed = samples.wanted.front().find(picture.value->name());
  if (fed == samples.wanted.front().end())
    return std::nullopt;
  picture.channelAxis = inputLayoutOf(*pair.target) == ImageLayout::NHWC ? 3 : 1;
  const Tensor &tensor = fed->second;
  if (tensor.rank() != 4 || tensor.shape()[picture.channelAxis] != 3 || !isFloat(tensor.dtype()))
    return std::nullopt;
  for (const auto &[argument, aligned] : alignment.arguments)
    if (argument->name() == picture.value->name())
      picture.exchangesHW =
          isExchanged(aligned.layout, samples.source.front().at(aligned.source->name()).shape(),
                      inputLayoutOf(*pair.source), inputLayoutOf(*pair.target));
  return picture;
}

} // namespace fixcon
