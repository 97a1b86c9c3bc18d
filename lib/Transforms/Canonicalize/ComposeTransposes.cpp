// transpose(transpose %x {perm = p}) {perm = q}   ->   transpose %x {perm = p[q[i]]}
// transpose %x {perm = [0, 1, 2]}                 ->   %x
// transpose %x                                    ->   transpose %x {perm = [2, 1, 0]}
#include "Canonicalize/Support/Permutation.h"
#include "fixcon/Transforms/Rewrite.h"

namespace fixcon {

bool canonicalizeComposeTransposes(Op &op) {
  auto perm = permOf(op);
  if (!perm)
    return false;
  if (!op.attrs().find("perm")) {
    op.attrs().set("perm", *perm);
    return true;
  }
  if (isIdentity(*perm))
    return Rewriter(op).replaceRoot(op.operand(0));
  Op *inner = producer(op.operand(0), "transpose");
  auto first = inner ? permOf(*inner) : std::nullopt;
  if (!first || first->size() != perm->size())
    return false;
  Rewriter b(op, {inner});
  Attribute::Ints both;
  for (int64_t axis : *perm)
    both.push_back((*first)[static_cast<size_t>(axis)]);
  return b.replaceRoot(transposed(b, inner->operand(0), both));
}

} // namespace fixcon
