// Rows of the input times the transposed weights, plus the bias. All axes but the last are one, unless they are to
// stay.
#include "Rules/Support/ConstantOperand.h"
#include "Rules/Support/FusedActivation.h"

namespace fixcon {

/// Whether the last axes are of one length, as far as is known.
static bool sameDim(const Type &rows, const Type &weights) {
  if (rows.rank() < 1 || !weights.isTensor() || weights.rank() != 2)
    return false;
  const Dim &a = rows.dim(rows.rank() - 1), &c = weights.dim(1);
  return !a.isStatic() || !c.isStatic() || a == c;
}

LogicalResult ruleTFLiteFullyConnected(Op &, RuleBuilder &b) {
  if (failed(b.needs({0, 1})))
    return failure();
  bool keeps = b.take("keep_num_dims", false);
  b.ignore({"asymmetric_quantize_inputs", "quantized_bias_type"});
  if (b.take<std::string>("weights_format", "DEFAULT") != "DEFAULT")
    return b.error() << "shuffled weights are not known";
  auto rank = knownRank(b, 0);
  if (!rank)
    return failure();
  if (keeps && *rank != 2) {
    Value *columns = b.value("transpose", {b.in(1)}, attrsOf({{"perm", Attribute::Ints{1, 0}}}));
    Value *y = b.value("mat_mul", {b.in(0), columns});
    return finishWithFusedActivation(b, b.in(2) ? b.value("add", {y, b.in(2)}) : y);
  }
  Value *rows = b.in(0);
  const Type &weights = b.in(1)->type();
  if (*rank != 2 || !sameDim(b.in(0)->type(), weights)) {
    bool known = weights.isTensor() && weights.rank() == 2 && weights.dim(1).isStatic();
    if (!known)
      return b.error() << "the number of columns of the weights is not known";
    rows = b.value("reshape", {rows, b.ints({-1, weights.dim(1).size()})});
  }
  return finishWithFusedActivation(
      b, b.value("gemm", {rows, b.in(1), b.in(2)}, attrsOf({{"transB", 1}})));
}

} // namespace fixcon
