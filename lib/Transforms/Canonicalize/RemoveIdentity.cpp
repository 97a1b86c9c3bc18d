// %y = identity %x   ->   %x
#include "fixcon/Transforms/Rewrite.h"

namespace fixcon {

bool canonicalizeRemoveIdentity(Op &op) { return Rewriter(op).replaceRoot(op.operand(0)); }

} // namespace fixcon
