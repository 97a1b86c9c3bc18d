// A violation is known by the words that a diagnostic has for its node and for what is wrong. Both stay
// when other nodes are edited, so an invalid model of a user can be exported again and repaired
// elsewhere; an edit that breaks a node, or breaks it otherwise, gives words that are not known.
#include "Violations.h"

#include "fixcon/Formats/ONNX/Schema.h"

#include <algorithm>

namespace fixcon {

static constexpr const char *violationsAttr = "onnx.violations";

void keepViolations(Graph &graph) {
  Attribute::Strings known;
  for (const Violation &violation : checkSchemas(graph))
    known.push_back(violation.str());
  if (!known.empty())
    graph.attrs().set(violationsAttr, std::move(known));
}

LogicalResult reportNewViolations(const Graph &graph) {
  auto known = graph.attrs().getOr(violationsAttr, Attribute::Strings());
  bool fine = true;
  for (const Violation &violation : checkSchemas(graph)) {
    auto found = std::ranges::find(known, violation.str());
    if (found != known.end()) {
      known.erase(found);
      continue;
    }
    fine = false;
    (void)(violation.op->emitError() << violation.text);
  }
  return success(fine);
}

} // namespace fixcon
