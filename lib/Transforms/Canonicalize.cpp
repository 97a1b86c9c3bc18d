// Applies the rewrites of Canonicalizations.def, each in its own file of Canonicalize/, in sweeps
// over the graph until none fires. Every rewrite replaces an op by an equal meaning spelt the
// canonical way; none undoes another.
#include "CoreGraphPass.h"

#include "fixcon/Transforms/Normalize.h"
#include "fixcon/Transforms/Rewrite.h"

#include <array>

namespace fixcon {

#define CANONICALIZATION(Id, Root) bool canonicalize##Id(Op &op);
#include "fixcon/Transforms/Canonicalizations.def"

namespace {

struct Entry {
  std::string_view id;
  std::string_view root; ///< empty: any op
  Canonicalization rewrite;
};

constexpr Entry entries[] = {
#define CANONICALIZATION(Id, Root) {#Id, Root, canonicalize##Id},
#include "fixcon/Transforms/Canonicalizations.def"
};

constexpr unsigned mostSweeps = 200;

bool rewriteOnce(Op &op, FiredRewrites *fired) {
  for (const Entry &entry : entries)
    if ((entry.root.empty() || entry.root == op.name()) && entry.rewrite(op)) {
      if (fired)
        ++(*fired)[entry.id];
      return true;
    }
  return false;
}

bool sweep(Graph &graph, FiredRewrites *fired) {
  bool changed = false;
  // A rewrite removes the op itself and ops in front of it, so what follows stays.
  for (Op *op = graph.front(), *next = nullptr; op; op = next) {
    next = op->next();
    for (unsigned i = 0; i < op->numRegions(); ++i)
      changed |= sweep(op->region(i), fired);
    changed |= rewriteOnce(*op, fired);
  }
  return changed;
}

} // namespace

bool canonicalize(Graph &graph, FiredRewrites *fired) {
  bool changed = false;
  for (unsigned i = 0; i < mostSweeps && sweep(graph, fired); ++i)
    changed = true;
  return changed;
}

std::unique_ptr<Pass> createCanonicalize() {
  return makeCoreGraphPass([](Graph &graph) { return canonicalize(graph); });
}

} // namespace fixcon
