// Every value but the inputs, and every node, has a name that says nothing; the names of inputs and outputs are the model's
// interface and stay.
#include "fixcon/Inject/EditSite.h"

namespace fixcon {

std::string disguiseRandomNames(EditSite &site) {
  auto fresh = [&] {
    std::string name = "n" + std::to_string(site.random.below(uint64_t(1) << 40));
    return site.graph.uniqueName(name);
  };
  for (const auto &weight : site.graph.weights())
    site.graph.rename(weight.get(), fresh());
  for (const auto &op : site.graph.ops()) {
    Location where = op->location();
    where.node = fresh();
    op->setLocation(where);
    for (unsigned i = 0; i < op->numResults(); ++i)
      if (op->hasResult(i))
        site.graph.rename(op->result(i), fresh());
  }
  return "all names";
}

} // namespace fixcon
