// Two outputs of the model give each other's values.
#include "fixcon/Inject/EditSite.h"

namespace fixcon {

std::string plantExchangedOutputs(EditSite &site) {
  for (unsigned i = 0; i < site.graph.numOutputs(); ++i)
    for (unsigned j = 0; j < i; ++j) {
      Value *a = site.graph.output(i), *b = site.graph.output(j);
      if (a == b || a->definingOp() != &site.op || !site.areAlike(*a, *b))
        continue;
      site.graph.setOutput(i, b);
      site.graph.setOutput(j, a);
      return "outputs " + std::to_string(j) + " and " + std::to_string(i) + " exchanged";
    }
  return {};
}

} // namespace fixcon
