// Unique of this domain: the values in the order in which they occur, which of them each element
// is, and how often each occurs.
#include "fixcon/Transforms/RuleBuilder.h"

namespace fixcon {

LogicalResult ruleMicrosoftUnique(Op &op, RuleBuilder &b) {
  if (failed(b.needs({0})))
    return failure();
  auto wanted = [&](unsigned i) { return i < op.numResults() && op.hasResult(i); };
  Op *unique = b.create("unique", {b.in(0)}, attrsOf({{"sorted", int64_t(0)}}),
                        std::vector<bool>{wanted(0), false, wanted(1), wanted(2)});
  for (unsigned i = 0; i < 3; ++i)
    if (wanted(i))
      b.result(i, unique->result(i == 0 ? 0 : i + 1));
  return success();
}

} // namespace fixcon
