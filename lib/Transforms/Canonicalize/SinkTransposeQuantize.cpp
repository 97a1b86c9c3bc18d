// dequantize_linear(transpose %q {p}, %scale, %zero) {axis = a}
//   -> transpose(dequantize_linear(%q, %scale, %zero) {axis = p[a]}) {p}
//
// Element by element, with one scale for all or one for each index of an axis. So are the units of its arithmetic.
#include "Canonicalize/Support/Permutation.h"
#include "fixcon/Transforms/Rewrite.h"

namespace fixcon {

bool canonicalizeSinkTransposeQuantize(Op &op) {
  Op *transpose = producer(op.operand(0), "transpose");
  auto perm = transpose ? permOf(*transpose) : std::nullopt;
  auto scale = staticShape(op.operand(1));
  if (!perm || !scale || scale->size() > 1 || effectiveInt(op, "block_size"))
    return false;
  std::string_view axis = traitsOf(op).axis;
  Rewriter b(op);
  std::vector<Value *> operands = op.operands();
  operands[0] = transpose->operand(0);
  AttrDict attrs = op.attrs();
  if (scale->size() == 1)
    attrs.set(std::string(axis), mappedAxis(*perm, effectiveInt(op, axis)));
  if (op.attrs().find("unit"))
    attrs.set("unit_axis", mappedAxis(*perm, effectiveInt(op, "unit_axis")));
  return b.replaceRoot(
      b.moved(transposed(b, b.value(op.name(), operands, attrs), *perm), {transpose}));
}

} // namespace fixcon
