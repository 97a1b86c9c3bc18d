// softmax(transpose %x {p}) {axis = a}
//   -> transpose(softmax %x {axis = p[a]}) {p}
// concat(transpose %x {p}, transpose %y {p}) {axis = a}
//   -> transpose(concat(%x, %y) {axis = p[a]}) {p}
//
// What happens along one axis happens along the axis it came from. Constants are permuted back.
#include "Canonicalize/Support/Permutation.h"
#include "fixcon/Transforms/Rewrite.h"

namespace fixcon {

bool canonicalizeSinkTransposeAxis(Op &op) {
  std::optional<Attribute::Ints> perm;
  std::vector<const Op *> transposes;
  for (const Value *v : op.operands()) {
    if (v->isWeight())
      continue;
    Op *transpose = producer(v, "transpose");
    auto own = transpose ? permOf(*transpose) : std::nullopt;
    if (!own || (perm && *perm != *own))
      return false;
    perm = own;
    transposes.push_back(transpose);
  }
  std::string name(traitsOf(op).axis);
  Attribute axis = effective(op, name);
  if (!perm || !axis.get<int64_t>())
    return false;
  Rewriter b(op);
  std::vector<Value *> operands;
  for (Value *v : op.operands())
    operands.push_back(v->isWeight() ? b.folded(transpose(v->tensor(), inverse(*perm)), {v})
                                     : v->definingOp()->operand(0));
  AttrDict attrs = op.attrs();
  attrs.set(name, mappedAxis(*perm, *axis.get<int64_t>()));
  return b.replaceRoot(
      b.moved(transposed(b, b.value(op.name(), operands, attrs), *perm), transposes));
}

} // namespace fixcon
