// Weights behind which a normalisation was folded are w s / sqrt(v + e), channel by channel. The target's v and e
// stand in its file; the source's e is the one that makes the quotient of both weights
//
//   sqrt((v + target's e) / (v + source's e))
//
// right in every channel. It is looked for among few, for where v is large the weights say little of e.
#include "fixcon/Localize/FoldedEpsilon.h"

#include "fixcon/Localize/EqualWeights.h"
#include "fixcon/Localize/FileDifferences.h"
#include "fixcon/Ops/Linear.h"
#include "fixcon/Ops/OpDef.h"
#include "fixcon/Spelling/FaithfulConstant.h"

#include <algorithm>
#include <cmath>

namespace fixcon {
namespace {

constexpr const char *epsilonName = "epsilon";
/// TensorFlow and Keras, PyTorch and ONNX, then what single networks have.
constexpr double usual[] = {1e-3, 1e-5, 1e-4, 1e-6, 1e-12, 1e-7, 1e-8, 1e-2, 0};

/// Constants of the file that are running statistics of `op`, one number a channel.
std::vector<std::vector<double>> statisticsOf(const Op &op, int64_t channels,
                                              const Graph &faithful) {
  std::vector<std::vector<double>> found;
  const OpDef *def = opDef(op);
  for (unsigned i = 0; i < op.numOperands(); ++i) {
    const OperandDef *operand = def->operandDef(i);
    auto constant = operand && operand->role == Role::Statistic
                        ? FaithfulConstant::of(constantBehind(op, i, faithful))
                        : std::nullopt;
    if (constant && constant->real().size() == channels)
      found.push_back(constant->real().toDoubles());
  }
  return found;
}

/// Whether the target's weights, with `to` in place of `from`, are the source's.
bool explains(const LinearChannels &channels, const Tensor &target, const Tensor &source,
              const std::vector<double> &variance, double from, double to) {
  double largest = maxMagnitude(source);
  for (int64_t i = 0; i < target.size(); ++i) {
    double v = variance[static_cast<size_t>(channels.channelOf(i))];
    double quotient = (v + from) / (v + to);
    if (!(quotient > 0) ||
        !isFoldingRounding(source.toDouble(i), target.toDouble(i) * std::sqrt(quotient), largest))
      return false;
  }
  return true;
}

} // namespace

std::optional<FoldedEpsilon> foldedEpsilon(const ExecutablePair &pair, const Op &target,
                                           const Op &source) {
  const OpDef *def = opDef(target);
  if (!def || !def->traits().linear || target.name() != source.name())
    return std::nullopt;
  unsigned weight = def->traits().linear->weight;
  const Value *tw = target.operand(weight), *sw = source.operand(weight);
  if (!tw || !sw || !tw->isWeight() || !sw->isWeight() ||
      tw->tensor().shape() != sw->tensor().shape())
    return std::nullopt;
  auto channels = linearChannels(target, tw->tensor().shape());
  for (const Op *op : channels ? opsBehind(target, *pair.targetExecutable, *pair.target)
                               : std::vector<const Op *>()) {
    const OpDef *normalization = opDef(*op);
    Attribute value = normalization ? normalization->effective(*op, epsilonName) : Attribute();
    const double *epsilon = value.get<double>();
    if (!epsilon)
      continue;
    for (const auto &statistic : statisticsOf(*op, channels->count, *pair.target))
      for (double other : usual)
        if (roundTo(DType::F32, other) != roundTo(DType::F32, *epsilon) &&
            explains(*channels, tw->tensor(), sw->tensor(), statistic, *epsilon, other))
          return FoldedEpsilon{op, *epsilon, other};
  }
  return std::nullopt;
}

} // namespace fixcon
