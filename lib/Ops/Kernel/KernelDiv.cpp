// DIV: the dividend, shifted up as far as it goes, times the reciprocal of the divisor, scaled to the grid of the result.
#include "Kernel.h"

#include <bit>

namespace fixcon {

static int64_t quotient(int64_t a, int64_t b, const FixedPoint &scale) {
  if (b < 0) {
    a = -a;
    b = -b;
  }
  int zeros = std::countl_zero(static_cast<uint32_t>(b));
  int32_t fraction =
      static_cast<int32_t>((static_cast<uint64_t>(b) << zeros) - (uint64_t(1) << 31));
  int32_t reciprocal = reciprocalOfOnePlus(fraction);
  auto magnitude = static_cast<uint32_t>(a < 0 ? -a : a);
  int headroom = a < 0 ? std::countl_zero(2 * magnitude - 1) : std::countl_zero(magnitude) - 1;
  int32_t unscaled = highProduct(static_cast<int32_t>(a * (int64_t(1) << headroom)), reciprocal);
  int shift = scale.exponent - (31 - zeros) - headroom;
  // The kernel's mask of more than 31 bits is below zero, so that what is left of a dividend of zero exceeds half of it.
  if (a == 0 && shift < -31)
    return 1;
  return roundedShift(highProduct(unscaled, static_cast<int32_t>(scale.mantissa)), -shift);
}

static LogicalResult evalDiv(EvalContext &context) {
  KernelRun run(context, context.attrs<KernelAttrs>());
  auto scale =
      FixedPoint::of(static_cast<double>(run.scale(1) / (run.scale(2) * run.resultScale())));
  run.giveEach([&](int64_t a, int64_t b) { return quotient(a, b, scale); });
  return success();
}

OpDef defineKernelDiv() {
  return kernelOp("kernel_div", "The integers of DIV.", {"a", "b"})
      .attrs<KernelAttrs>()
      .reference(evalDiv);
}

} // namespace fixcon
