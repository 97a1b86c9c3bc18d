// ADD and SUB of 16 bits on grids whose steps are powers of two: the operand of the finer grid is shifted to the other one.
#include "Kernel.h"

#include <algorithm>
#include <cmath>

namespace fixcon {

namespace {
struct ShiftedSumAttrs : KernelAttrs {
  int64_t sign = 1; ///< of the second operand
  template <class V> void visit(V &v) {
    KernelAttrs::visit(v);
    v("sign", sign);
  }
};
} // namespace

static LogicalResult evalShiftedSum(EvalContext &context) {
  auto attrs = context.attrs<ShiftedSumAttrs>();
  KernelRun run(context, attrs);
  auto finer = [&](unsigned i) {
    return static_cast<int>(std::lround(std::log2(run.resultScale()) - std::log2(run.scale(i))));
  };
  int first = finer(1), second = finer(2);
  run.giveEach([&](int64_t a, int64_t b) {
    int64_t sum = roundedShift(a, first) + attrs.sign * roundedShift(b, second);
    return std::clamp<int64_t>(sum, INT16_MIN, INT16_MAX);
  });
  return success();
}

OpDef defineKernelShiftedSum() {
  return kernelOp("kernel_shifted_sum", "The integers of ADD and SUB with pot_scale_int16.",
                  {"a", "b"})
      .attrs<ShiftedSumAttrs>()
      .reference(evalShiftedSum);
}

} // namespace fixcon
