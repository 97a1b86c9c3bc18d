// ConvTransposeWithDynamicPads: a transposed convolution whose pads are an operand, which must be
// constant, for they are an attribute of the core op.
#include "fixcon/Transforms/RuleBuilder.h"

namespace fixcon {

LogicalResult ruleMicrosoftConvTransposeWithDynamicPads(Op &, RuleBuilder &b) {
  if (failed(b.needs({0, 1})))
    return failure();
  AttrDict attrs = b.takeRest();
  if (b.in(2)) {
    const Tensor *pads = b.weight(2);
    if (!pads || !isInteger(pads->dtype()))
      return b.error() << "the pads are not constant integers";
    attrs.set("pads", pads->toInts());
  }
  return b.becomes("conv_transpose", {b.in(0), b.in(1), b.in(3)}, std::move(attrs));
}

} // namespace fixcon
