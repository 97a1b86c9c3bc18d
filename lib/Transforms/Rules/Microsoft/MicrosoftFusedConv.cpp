// FusedConv: a convolution, an optional addend, an activation.
//
//   com.microsoft.FusedConv %x, %w, %b, %z {activation = "Relu", ...}
//   ->  relu(add(conv(%x, %w, %b), %z))
#include "Rules/Support/Activation.h"
#include "fixcon/Transforms/RuleBuilder.h"

namespace fixcon {

LogicalResult ruleMicrosoftFusedConv(Op &op, RuleBuilder &b) {
  auto name = b.take<std::string>("activation");
  auto params = b.take<Attribute::Floats>("activation_params", {});
  Value *y = b.value("conv", {op.operand(0), op.operand(1), op.operand(2)}, b.takeRest());
  if (Value *addend = op.operand(3))
    y = b.value("add", {y, addend});
  return finishWithActivation(b, y, name, params);
}

} // namespace fixcon
