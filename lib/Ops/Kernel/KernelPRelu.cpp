// PRELU: what is not negative is scaled to the grid of the result, else its product with the slope is.
#include "Kernel.h"

namespace fixcon {

static LogicalResult evalPRelu(EvalContext &context) {
  KernelRun run(context, context.attrs<KernelAttrs>());
  auto own = FixedPoint::of(static_cast<double>(run.scale(1) / run.resultScale())),
       product =
           FixedPoint::of(static_cast<double>(run.scale(1) * run.scale(2) / run.resultScale()));
  run.giveEach([&](int64_t x, int64_t slope) {
    return x >= 0 ? scaledTwice(x, own) : scaledTwice(x * slope, product);
  });
  return success();
}

OpDef defineKernelPRelu() {
  return kernelOp("kernel_prelu", "The integers of PRELU.", {"x", "slope"})
      .attrs<KernelAttrs>()
      .reference(evalPRelu);
}

} // namespace fixcon
