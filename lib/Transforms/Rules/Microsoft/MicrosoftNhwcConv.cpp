// NhwcConv and NhwcFusedConv: a convolution, an optional addend and an activation, on tensors that
// have their channels last. The filters have them second, as in the standard op.
#include "Rules/Support/Activation.h"
#include "Rules/Support/Layout.h"

namespace fixcon {

LogicalResult ruleMicrosoftNhwcConv(Op &, RuleBuilder &b) {
  if (failed(b.needs({0, 1})))
    return failure();
  auto name = b.take<std::string>("activation");
  auto params = b.take<Attribute::Floats>("activation_params", {});
  AttrDict attrs = b.takeRest();
  Value *y = withChannelsFirst(b, b.in(0), true, [&](Value *x) {
    return b.value("conv", {x, b.in(1), b.in(2)}, std::move(attrs));
  });
  if (!y)
    return failure();
  if (b.in(3))
    y = b.value("add", {y, b.in(3)});
  return finishWithActivation(b, y, name, params);
}

} // namespace fixcon
