// A clip is no function of one operand: its bounds are operands.
#include "Activation.h"

#include "fixcon/Ops/Activation.h"

namespace fixcon {

LogicalResult finishWithActivation(RuleBuilder &b, Value *y, const std::optional<std::string> &name,
                                   const Attribute::Floats &params) {
  if (!name || name->empty()) {
    b.result(0, y);
    return success();
  }
  if (*name == "Clip" && params.size() == 2) {
    b.result(0, b.value("clip", {y, b.scalarLike(y, params[0]), b.scalarLike(y, params[1])}));
    return success();
  }
  const OpDef *activation = activationNamed(*name);
  std::vector<std::string> parameters;
  if (activation)
    parameters = activationParameters(*activation);
  if (!activation || params.size() > parameters.size())
    return b.error() << "activation '" << *name << "' with " << params.size()
                     << " parameters is not known";
  AttrDict attrs;
  for (size_t i = 0; i < params.size(); ++i)
    attrs.set(parameters[i], params[i]);
  b.result(0, b.value(activation->name(), {y}, std::move(attrs)));
  return success();
}

} // namespace fixcon
