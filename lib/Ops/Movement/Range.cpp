// start, start + delta, ... as long as limit is not reached: max(ceil((limit - start) / delta), 0)
// numbers.
#include "fixcon/Ops/EvalContext.h"
#include "fixcon/Ops/InferContext.h"
#include "fixcon/Ops/OpDef.h"

#include <cmath>

namespace fixcon {
namespace {

/// The number of elements; nullopt if the operands are not known or count beyond 2^53.
std::optional<int64_t> countOf(const Tensor *start, const Tensor *limit, const Tensor *delta) {
  bool known =
      start && limit && delta && start->size() == 1 && limit->size() == 1 && delta->size() == 1;
  if (!known || delta->toDouble(0) == 0)
    return std::nullopt;
  double steps = 0;
  if (isFloat(start->dtype()))
    steps = std::ceil((limit->toDouble(0) - start->toDouble(0)) / delta->toDouble(0));
  else {
    // In 128 bits nothing overflows, and nothing rounds.
    __extension__ using Wide = __int128;
    Wide span = Wide(limit->toInt(0)) - start->toInt(0), step = delta->toInt(0);
    if (step < 0)
      span = -span, step = -step;
    steps = span <= 0 ? 0.0 : static_cast<double>((span - 1) / step + 1);
  }
  if (!(steps < 0x1p53))
    return std::nullopt;
  return steps > 0 ? static_cast<int64_t>(steps) : 0;
}

LogicalResult inferRange(InferContext &context) {
  DType dtype = context.type(0).dtype();
  const Tensor *delta = context.value(2);
  if (delta && delta->size() == 1 && delta->toDouble(0) == 0) // c2
    return context.error("range_c2") << "delta is 0";
  auto count = countOf(context.value(0), context.value(1), delta);
  context.setResult(0, Type::tensor(dtype, Dims{count ? Dim(*count) : Dim()}));
  return success();
}

LogicalResult evaluateRange(EvalContext &context) {
  const Tensor &start = context.in(0), &delta = context.in(2);
  auto count = countOf(&start, &context.in(1), &delta);
  if (!count || context.out().shape() != Shape{*count}) // c3
    return context.error("range_c3") << "the numbers cannot be counted";
  withArithmeticType(context.out().dtype(), [&](auto tag) {
    using T = typename decltype(tag)::type;
    auto out = context.out().mutableData<T>();
    for (int64_t i = 0; i < *count; ++i)
      if constexpr (std::is_floating_point_v<T>)
        out[size_t(i)] = T(start.toDouble(0) + static_cast<double>(i) * delta.toDouble(0));
      else
        out[size_t(i)] =
            static_cast<T>(static_cast<uint64_t>(start.toInt(0)) +
                           static_cast<uint64_t>(i) * static_cast<uint64_t>(delta.toInt(0)));
  });
  return success();
}

} // namespace

OpDef defineRange() {
  return OpDef("range")
      .summary("Equally spaced numbers from start to before limit.")
      .operand("start", Role::Hyperparameter)
      .operand("limit", Role::Shape)
      .operand("delta", Role::Hyperparameter)
      .dtypes(numberTypes)
      .infer(inferRange)
      .reference(evaluateRange)
      .onnx("Range", 11);
}

} // namespace fixcon
