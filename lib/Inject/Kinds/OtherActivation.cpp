// A function of one number in place of another. Those that exporters use are taken, which give numbers for all numbers.
#include "fixcon/Inject/EditSite.h"

#include "fixcon/Ops/Activation.h"

namespace fixcon {

std::string plantOtherActivation(EditSite &site) {
  const OpDef *def = site.def();
  if (!def || !activationNamed(def->foreignNames().empty() ? "" : def->foreignNames()[0].type) ||
      !site.isFloatTensor(0))
    return {};
  std::vector<std::string> others{"Relu",        "Sigmoid", "Tanh",     "Softplus",
                                  "HardSigmoid", "Elu",     "LeakyRelu"};
  for (site.shuffle(others); !others.empty(); others.pop_back()) {
    const OpDef *other = activationNamed(others.back());
    Value *y = other && other != def ? site.emit(other->name(), {site.op.operand(0)}, {}, &site.op)
                                     : nullptr;
    if (!y)
      continue;
    site.replace(*y);
    return others.back() + " instead";
  }
  return {};
}

} // namespace fixcon
