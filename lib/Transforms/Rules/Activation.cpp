#include "Activation.h"

#include <map>

namespace fixcon {
namespace {

struct Activation {
  const char *core;
  std::vector<const char *> attributes; ///< the parameters in their order
};

const std::map<std::string, Activation, std::less<>> &activations() {
  static const std::map<std::string, Activation, std::less<>> table = {
      {"Relu", {"relu", {}}},
      {"Tanh", {"tanh", {}}},
      {"Sigmoid", {"sigmoid", {}}},
      {"LeakyRelu", {"leaky_relu", {"alpha"}}},
      {"HardSigmoid", {"hard_sigmoid", {"alpha", "beta"}}},
      {"Elu", {"elu", {"alpha"}}},
      {"ThresholdedRelu", {"thresholded_relu", {"alpha"}}},
      {"Softplus", {"softplus", {}}},
      {"Softsign", {"softsign", {}}},
      {"HardSwish", {"hard_swish", {}}}};
  return table;
}

} // namespace

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
  auto found = activations().find(*name);
  if (found == activations().end() || params.size() > found->second.attributes.size())
    return b.error() << "activation '" << *name << "' with " << params.size()
                     << " parameters is not known";
  AttrDict attrs;
  for (size_t i = 0; i < params.size(); ++i)
    attrs.set(found->second.attributes[i], params[i]);
  b.result(0, b.value(found->second.core, {y}, std::move(attrs)));
  return success();
}

} // namespace fixcon
