// The same bits as another dtype of the same width.
#include "fixcon/Transforms/RuleBuilder.h"

namespace fixcon {

LogicalResult ruleTFLiteBitcast(Op &op, RuleBuilder &b) {
  const Type &from = b.in(0)->type(), &to = op.result()->type();
  if (!from.isTensor() || !to.isTensor() || byteSize(from.dtype()) != byteSize(to.dtype()))
    return b.error() << "bits of another width are not known";
  return b.becomes("bit_cast", {b.in(0)}, attrsOf({{"to", to.dtype()}}));
}

} // namespace fixcon
