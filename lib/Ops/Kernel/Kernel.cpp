#include "Kernel.h"

#include "fixcon/Ops/Broadcast.h"
#include "fixcon/Ops/Computed.h"

#include <algorithm>
#include <cmath>

namespace fixcon {

constexpr std::string_view meant = "meant";

bool isComputed(const Op &op) {
  const OpDef *def = op.dialect().empty() ? opDef(op) : nullptr;
  return def && !def->operands().empty() && def->operands().front().name == meant;
}

bool readsSums(const Op &op) {
  static const OpDef *const def = opDef("quantize_linear");
  return op.attrs().find("unit") && opDef(op) == def;
}

LogicalResult inferKernel(InferContext &context) {
  auto attrs = context.attrs<KernelAttrs>();
  if (attrs.scales.size() != context.numOperands() ||
      attrs.zeroPoints.size() != attrs.scales.size())
    return context.error(context.op().name() + "_c1")
           << attrs.scales.size() << " grids for " << context.numOperands() - 1
           << " operands and a result";
  context.setResult(0, context.type(0));
  return success();
}

OpDef kernelOp(const std::string &name, const std::string &summary,
               std::initializer_list<const char *> operands) {
  OpDef def(name);
  def.summary(summary).operand(std::string(meant)).dtypes(integerTypes, {meant});
  for (const char *operand : operands)
    def.operand(operand).dtypes(integerTypes, {operand});
  return def.infer(inferKernel);
}

std::vector<int64_t> KernelRun::centred(unsigned operand) const {
  std::vector<int64_t> numbers = context.in(operand).toInts();
  for (int64_t &q : numbers)
    q -= attrs.zeroPoints[operand - 1];
  return numbers;
}

int64_t KernelRun::bounded(int64_t q) const {
  auto step = [&](double real) {
    return resultZero() + static_cast<int64_t>(std::round(
                              static_cast<double>(static_cast<float>(real) / resultScale())));
  };
  int64_t low = attrs.low ? std::max(least(), step(*attrs.low)) : least(),
          high = attrs.high ? std::min(most(), step(*attrs.high)) : most();
  return std::clamp(q, std::min(low, high), high);
}

void KernelRun::give(const std::vector<int64_t> &numbers) {
  context.out() = Tensor::of<int64_t>(context.in(0).shape(), numbers).converted(dtype);
}

void KernelRun::giveEach(const std::function<int64_t(int64_t, int64_t)> &function) {
  const Shape &result = context.in(0).shape();
  Shape strides = stridesOf(result);
  std::vector<int64_t> sides[2] = {centred(1), context.numOperands() > 2 ? centred(2) : centred(1)};
  Shape steps[2] = {broadcastStrides(shape(1), result),
                    broadcastStrides(shape(context.numOperands() > 2 ? 2 : 1), result)};
  std::vector<int64_t> numbers(static_cast<size_t>(context.in(0).size()));
  for (size_t i = 0; i < numbers.size(); ++i) {
    int64_t at[2] = {0, 0};
    for (size_t d = 0; d < result.size(); ++d)
      for (size_t side : {0, 1})
        at[side] += static_cast<int64_t>(i) / strides[d] % result[d] * steps[side][d];
    numbers[i] = bounded(resultZero() + function(sides[0][static_cast<size_t>(at[0])],
                                                 sides[1][static_cast<size_t>(at[1])]));
  }
  give(numbers);
}

} // namespace fixcon
