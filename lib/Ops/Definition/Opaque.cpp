// One definition serves all opaque ops: nothing is folded, merged or run, for nobody knows whether the op is
// even deterministic. A constant operand with numbers of its own counts as learned, as for any op.
#include "fixcon/Ops/Opaque.h"

#include "fixcon/Ops/OpDef.h"

#include <limits>

namespace fixcon {

const OpDef &opaqueOpDef() {
  static const OpDef def = OpDef("opaque")
                               .summary("an operator that is not known")
                               .variadic("operand")
                               .results(0, std::numeric_limits<unsigned>::max())
                               .anyKind()
                               .nondeterministic();
  return def;
}

std::string foreignName(const Op &op) {
  std::string domain(op.domain());
  return (domain.empty() ? "" : domain + ".") + std::string(op.type());
}

std::string describeOpaque(const Op &op) {
  return "'" + foreignName(op) + "' (node '" + op.label() + "')";
}

OpaqueShadow::OpaqueShadow(const Graph &graph, const std::map<std::string, Tensor> &given) {
  for (const auto &op : graph.ops())
    if (const Op *cause = causeOf(*op))
      for (unsigned i = 0; i < op->numResults(); ++i)
        if (op->hasResult(i) && !(isOpaque(*op) && given.contains(op->result(i)->name())))
          causes.emplace(op->result(i), cause);
}

/// What a nested graph reads of the graph around it counts as read by the op.
const Op *OpaqueShadow::causeOf(const Op &op) const {
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
      if (!found && !isOpaque(op) && isOpaque(nested))
        found = &nested;
    });
  }
  return found || !isOpaque(op) ? found : &op;
}

std::vector<const Op *> opaqueOps(const Graph &graph) {
  std::vector<const Op *> ops;
  for (const auto &op : graph.ops())
    if (isOpaque(*op))
      ops.push_back(op.get());
  return ops;
}

} // namespace fixcon
