// One pass over the graph in its order. What a nested graph reads of the graph around it counts as read by the op
// that has it, and what casts a shadow inside casts one on the results.
#include "fixcon/Ops/Shadow.h"

namespace fixcon {

Shadow::Shadow(const Graph &graph, const std::function<bool(const Op &)> &casts,
               const std::function<bool(const Value &)> &isGiven) {
  auto causeOf = [&](const Op &op) {
    const Op *found = nullptr;
    auto look = [&](const Value *value) {
      if (!found && value)
        found = cause(value);
    };
    for (const Value *operand : op.operands())
      look(operand);
    for (unsigned r = 0; r < op.numRegions(); ++r) {
      const Graph &region = op.region(r);
      for (unsigned i = 0; i < region.numOutputs(); ++i)
        look(region.output(i));
      region.walk([&](const Op &nested) {
        for (const Value *operand : nested.operands())
          look(operand);
        if (!found && !casts(op) && casts(nested))
          found = &nested;
      });
    }
    return found || !casts(op) ? found : &op;
  };
  for (const auto &op : graph.ops())
    if (const Op *cause = causeOf(*op))
      for (unsigned i = 0; i < op->numResults(); ++i)
        if (op->hasResult(i) && !(casts(*op) && isGiven(*op->result(i))))
          causes.emplace(op->result(i), cause);
}

} // namespace fixcon
