// What ops share that give the integers of a kernel of TensorFlow Lite. Operand 0 is what is meant: the real numbers of the
// op, rounded to the grid of the result. The others are the integers that the kernel reads.
#pragma once

#include "Quantized/FixedPoint.h"

#include "fixcon/Ops/EvalContext.h"
#include "fixcon/Ops/InferContext.h"
#include "fixcon/Ops/OpDef.h"

namespace fixcon {

/// The grids of operands 1, 2, ..., and last that of the result.
struct KernelAttrs {
  Attribute::Floats scales;
  Attribute::Ints zeroPoints;
  std::optional<double> low, high; ///< real bounds of a fused activation
  template <class V> void visit(V &v) {
    v("high", high);
    v("low", low);
    v("scales", scales);
    v("zero_points", zeroPoints);
  }
};

/// An op with "meant" and operands of these names; its result has the type of what is meant.
OpDef kernelOp(const std::string &name, const std::string &summary,
               std::initializer_list<const char *> operands);
/// The shape rule: a grid for each operand and one for the result (label <op>_c1).
LogicalResult inferKernel(InferContext &context);

/// A run of a kernel: whole numbers in, whole numbers out.
class KernelRun {
public:
  KernelRun(EvalContext &context, KernelAttrs attrs)
      : context(context), attrs(std::move(attrs)), dtype(context.out().dtype()) {}

  const Shape &shape(unsigned operand) const { return context.in(operand).shape(); }
  /// The elements of an operand, less its zero point.
  std::vector<int64_t> centred(unsigned operand) const;
  float scale(unsigned operand) const { return static_cast<float>(attrs.scales[operand - 1]); }
  float resultScale() const { return static_cast<float>(attrs.scales.back()); }
  int64_t resultZero() const { return attrs.zeroPoints.back(); }
  int64_t least() const { return static_cast<int64_t>(rangeOf(dtype).first); }
  int64_t most() const { return static_cast<int64_t>(rangeOf(dtype).second); }
  /// A result within the bounds of the activation and of the dtype.
  int64_t bounded(int64_t q) const;
  /// Sets the result, whose numbers are bounded.
  void give(const std::vector<int64_t> &numbers);
  /// By a function of one element of each operand, which are broadcast, without their zero points; the zero point of the
  /// result is added to what it gives.
  void giveEach(const std::function<int64_t(int64_t, int64_t)> &function);

private:
  EvalContext &context;
  KernelAttrs attrs;
  DType dtype;
};

} // namespace fixcon
