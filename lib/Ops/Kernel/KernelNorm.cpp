// L2_NORMALIZATION: each number times the inverse root of the sum of squares of its row, in steps of 1/128. Those of u8 are
// taken times 128 first, others with the root.
#include "Kernel.h"

#include "InverseRoot.h"

namespace fixcon {

static LogicalResult evalNorm(EvalContext &context) {
  KernelRun run(context, context.attrs<KernelAttrs>());
  std::vector<int64_t> x = run.centred(1), y(x.size());
  int64_t length = run.shape(1).empty() ? 1 : run.shape(1).back();
  auto row = static_cast<size_t>(length);
  for (size_t begin = 0; row > 0 && begin < x.size(); begin += row) {
    int64_t squares = 0;
    for (size_t i = begin; i < begin + row; ++i)
      squares += x[i] * x[i];
    FixedPoint root = inverseRoot(squares);
    for (size_t i = begin; i < begin + row; ++i) {
      auto steps = static_cast<int32_t>(128 * x[i]), mantissa = static_cast<int32_t>(root.mantissa);
      int64_t q = run.least() == 0 ? roundedShift(highProduct(steps, mantissa), -root.exponent)
                                   : scaledTwice(x[i], {root.mantissa, root.exponent + 7});
      y[i] = run.bounded(run.resultZero() + q);
    }
  }
  run.give(y);
  return success();
}

OpDef defineKernelNorm() {
  return kernelOp("kernel_norm", "The integers of L2_NORMALIZATION.", {"x"})
      .attrs<KernelAttrs>()
      .reference(evalNorm);
}

} // namespace fixcon
