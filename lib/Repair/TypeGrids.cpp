#include "TypeGrids.h"

#include "fixcon/Tensor/Quantize.h"

#include <algorithm>
#include <cmath>

namespace fixcon {

GridParameters parametersFor(const Span &span, const Quantization &old, DType dtype) {
  auto [lowest, highest] = rangeOf(dtype);
  auto zero = static_cast<double>(old.zeroPoints[0]);
  bool isSymmetric = std::fabs(lowest + highest - 2 * zero) < 2, beginsAtZero = zero == lowest;
  if (isSymmetric)
    return {std::max(-span.low, span.high) / (highest - zero), zero};
  if (beginsAtZero && span.low >= 0)
    return {span.high / (highest - lowest), zero};
  double scale = (span.high - span.low) / (highest - lowest);
  return {scale, std::clamp(std::nearbyint(lowest - span.low / scale), lowest, highest)};
}

namespace {

/// An activation's grid, of the whole tensor.
const Quantization *gridOf(const Value *value) {
  const Type &type = value->type();
  const Quantization *grid = type.isTensor() ? type.quantization() : nullptr;
  return grid && !grid->isPerAxis() && isQuantizable(type.dtype()) && !value->isWeight() ? grid
                                                                                         : nullptr;
}

/// Tensors that have one grid because an operator moves the one into the other.
class Classes {
public:
  explicit Classes(Graph &target) {
    for (const auto &op : target.ops())
      for (unsigned i = 0; i < op->numResults() && !multiplies(*op); ++i)
        for (Value *operand : op->operands())
          if (operand && op->hasResult(i))
            join(*op->result(i), *operand);
  }

  Value *first(Value *value) {
    auto found = parents.find(value);
    return found == parents.end() || found->second == value ? value
                                                            : found->second = first(found->second);
  }

private:
  /// With weights on a grid of their own.
  static bool multiplies(const Op &op) {
    return std::ranges::any_of(op.operands(), [](const Value *operand) {
      return operand && operand->isWeight() && operand->type().quantization();
    });
  }

  void join(Value &a, Value &b) {
    const Quantization *one = gridOf(&a), *other = gridOf(&b);
    if (one && other && *one == *other && a.type().dtype() == b.type().dtype())
      parents[first(&a)] = first(&b);
  }

  std::map<Value *, Value *> parents;
};

std::vector<Value *> activations(Graph &target) {
  std::vector<Value *> values;
  for (const auto &argument : target.arguments())
    values.push_back(argument.get());
  for (const auto &op : target.ops())
    for (unsigned i = 0; i < op->numResults(); ++i)
      if (op->hasResult(i))
        values.push_back(op->result(i));
  return values;
}

/// Integers of 32 bits and more that are added to products have the scale of these.
void followScale(Op &reader, double ratio, std::vector<Value *> &done,
                 std::vector<std::string> &written) {
  for (Value *operand : reader.operands()) {
    const Quantization *grid =
        operand && operand->isWeight() ? operand->type().quantization() : nullptr;
    if (!grid || byteSize(operand->type().dtype()) < 4 ||
        std::ranges::find(done, operand) != done.end())
      continue;
    Quantization scaled = *grid;
    for (float &scale : scaled.scales)
      scale = static_cast<float>(static_cast<double>(scale) * ratio);
    std::vector<double> numbers = operand->tensor().toDoubles();
    for (double &number : numbers)
      number = std::nearbyint(number / ratio);
    operand->setTensor(
        Tensor::of(operand->tensor().shape(), numbers).converted(operand->tensor().dtype()));
    operand->setType(operand->type().quantized(std::move(scaled)));
    done.push_back(operand);
    written.push_back(operand->name());
  }
}

} // namespace

std::vector<std::string> setGrids(Graph &target, const std::map<std::string, Span> &spans) {
  Classes classes(target);
  std::map<Value *, Span> wanted;
  std::vector<Value *> values = activations(target);
  for (Value *value : values)
    if (auto found = spans.find(value->name()); found != spans.end() && gridOf(value)) {
      Span &span = wanted[classes.first(value)];
      span.low = std::min(span.low, found->second.low);
      span.high = std::max(span.high, found->second.high);
    }
  std::vector<std::string> written;
  std::vector<Value *> biases;
  for (Value *value : values) {
    const Quantization *old = gridOf(value);
    auto span = old ? wanted.find(classes.first(value)) : wanted.end();
    if (span == wanted.end() || !(span->second.high > span->second.low))
      continue;
    GridParameters parameters = parametersFor(span->second, *old, value->type().dtype());
    double ratio = static_cast<double>(static_cast<float>(parameters.scale)) /
                   static_cast<double>(old->scales[0]);
    Quantization grid{
        {static_cast<float>(parameters.scale)}, {static_cast<int64_t>(parameters.zeroPoint)}, -1};
    for (const Use &use : value->uses())
      if (use.op)
        followScale(*use.op, ratio, biases, written);
    value->setType(value->type().quantized(std::move(grid)));
    written.push_back(value->name());
  }
  return written;
}

} // namespace fixcon
