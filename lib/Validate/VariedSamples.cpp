// Which axes may vary is what a model declares, so that one model's are not taken for the other's. All open
// axes are changed alike: sizes that belong together, such as those of two inputs, stay together.
// Sizes that are a multiple of 32 are odd behind k strides of 2 once 2^(k-1) + 1 are cut off (1 for k = 0): there
// pads for odd and even sizes differ. Longer ones reach what tables of positions hold beyond the data.
#include "VariedSamples.h"

#include "fixcon/Align/Samples.h"

#include <algorithm>
#include <cstring>

namespace fixcon {
namespace {

using Inputs = std::map<std::string, Tensor>;

bool isOpen(const Value &argument, size_t axis) {
  const Type &type = argument.type();
  if (!type.isTensor())
    return false;
  return !type.isRanked() || (axis < type.dims().size() && !type.dims()[axis].isStatic());
}

/// Of another length along `axis`: what is beyond its end begins anew.
std::optional<Tensor> resized(const Tensor &tensor, size_t axis, int64_t length) {
  Shape shape = tensor.shape();
  if (length < 1 || tensor.isString() || tensor.size() == 0)
    return std::nullopt;
  size_t outer = 1, inner = byteSize(tensor.dtype());
  for (size_t i = 0; i < axis; ++i)
    outer *= static_cast<size_t>(shape[i]);
  for (size_t i = axis + 1; i < shape.size(); ++i)
    inner *= static_cast<size_t>(shape[i]);
  size_t before = static_cast<size_t>(shape[axis]) * inner;
  shape[axis] = length;
  size_t after = static_cast<size_t>(length) * inner;
  Tensor result(tensor.dtype(), shape);
  for (size_t i = 0; i < outer; ++i)
    for (size_t done = 0; done < after; done += before)
      std::memcpy(result.mutableBytes().data() + i * after + done,
                  tensor.bytes().data() + i * before, std::min(before, after - done));
  return result;
}

/// Whether an argument leaves open its first axis, or another one.
bool leavesOpen(const Graph &model, bool firstAxis) {
  for (const auto &argument : model.arguments()) {
    if (!argument->type().isTensor() || !argument->type().isRanked())
      continue;
    auto dims = argument->type().dims();
    for (size_t axis = 0; axis < dims.size(); ++axis)
      if ((axis == 0) == firstAxis && !dims[axis].isStatic())
        return true;
  }
  return false;
}

/// Whether two sizes of an argument are open beside its batch.
bool leavesAreaOpen(const Graph &model) {
  return std::ranges::any_of(model.arguments(), [](const auto &argument) {
    const Type &type = argument->type();
    return type.isTensor() && type.isRanked() && type.rank() > 2 &&
           std::ranges::count_if(type.dims().begin() + 1, type.dims().end(),
                                 [](const Dim &dim) { return !dim.isStatic(); }) > 1;
  });
}

} // namespace

std::vector<Variation> variationsOf(const Graph &source, const Graph &target) {
  std::vector<Variation> variations;
  if (leavesOpen(source, true) && leavesOpen(target, true))
    for (int64_t batch : {2, 3})
      variations.push_back({"batch", "a batch of " + std::to_string(batch), batch});
  if (!leavesOpen(source, false) || !leavesOpen(target, false))
    return variations;
  for (int64_t less : {1, 2, 3, 5, 9, 17})
    variations.push_back({"size", "sizes less " + std::to_string(less), 1, 2, less});
  // What is right for squares.
  bool isArea = leavesAreaOpen(source);
  for (int64_t less : {3, 4})
    if (isArea)
      variations.push_back(
          {"size", "the last size less " + std::to_string(less), 1, 2, less, true});
  variations.push_back({"size", "sizes half as large again", 1, 3});
  // Networks that halve their input several times want sizes that can be halved; in two directions it is four
  // times the work.
  variations.push_back({"size", "twice the size", 1, 4, 0, false, INT64_MAX, isArea});
  // Attention over four times the length is sixteen times the work.
  if (!isArea)
    variations.push_back({"size", "four times the size", 1, 8, 0, false, 512});
  return variations;
}

std::vector<Inputs> VariedSamples::readableFrom(int64_t first, const Graph &graph) const {
  std::vector<Inputs> found;
  auto wanted = static_cast<size_t>(variation.batch);
  int64_t count = base->size();
  for (int64_t k = 0; k < count && found.size() < wanted; ++k)
    if (auto inputs = base->load(graph, (first + k) % count); succeeded(inputs))
      found.push_back(std::move(*inputs));
  for (size_t i = 0; !found.empty() && found.size() < wanted; ++i)
    found.push_back(found[i]);
  return found;
}

static LogicalResult resizeOpenAxes(Inputs &inputs, const Variation &variation,
                                    const Graph &graph) {
  for (const auto &argument : graph.arguments()) {
    auto found = inputs.find(argument->name());
    size_t rank = found == inputs.end() ? 0 : found->second.rank();
    for (size_t axis = variation.onlyLast && rank > 0 ? rank - 1 : 1; axis < rank; ++axis) {
      if (!isOpen(*argument, axis))
        continue;
      int64_t length = found->second.shape()[axis] * variation.halves / 2 - variation.cut;
      auto varied = length <= variation.most ? resized(found->second, axis, length) : std::nullopt;
      if (!varied)
        return failure();
      found->second = std::move(*varied);
    }
  }
  return success();
}

FailureOr<Inputs> VariedSamples::load(const Graph &graph, int64_t i) {
  std::vector<Inputs> readable = readableFrom(extent == Extent::First ? 0 : i, graph);
  if (readable.empty())
    return failure();
  auto inputs =
      stackSamples(readable, graph, [](const Value &argument) { return isOpen(argument, 0); });
  if (!inputs || failed(resizeOpenAxes(*inputs, variation, graph)))
    return failure();
  return std::move(*inputs);
}

} // namespace fixcon
