// Range of this domain is the standard one, with steps of 1 unless told otherwise and vectors of
// one element in place of scalars.
#include "fixcon/Transforms/RuleBuilder.h"

namespace fixcon {

LogicalResult ruleMicrosoftRange(Op &, RuleBuilder &b) {
  if (failed(b.needs({0, 1})))
    return failure();
  std::vector<Value *> operands;
  for (unsigned i = 0; i < 3; ++i) {
    Value *x = b.in(i) ? b.in(i) : b.scalarLike(b.in(0), 1);
    operands.push_back(b.in(i) && b.rank(i) == 1 ? b.value("reshape", {x, b.ints({})}) : x);
  }
  return b.becomes("range", std::move(operands));
}

} // namespace fixcon
