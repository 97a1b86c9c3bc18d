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

OpaqueShadow::OpaqueShadow(const Graph &graph, const std::map<std::string, Tensor> &given)
    : Shadow(graph, isOpaque, [&](const Value &result) { return given.contains(result.name()); }) {}

std::vector<const Op *> opaqueOps(const Graph &graph) {
  std::vector<const Op *> ops;
  for (const auto &op : graph.ops())
    if (isOpaque(*op))
      ops.push_back(op.get());
  return ops;
}

} // namespace fixcon
