// Applies the rewrites of Canonicalizations.def, each in its own file of Canonicalize/, in sweeps
// over the graph until none fires. Every rewrite replaces an op by an equal meaning spelt the
// canonical way; none undoes another.
#include "Canonicalize/Support/RewriteRoot.h"
#include "CoreGraphPass.h"

#include "fixcon/Transforms/Normalize.h"
#include "fixcon/Transforms/Rewrite.h"

#include <unordered_map>

namespace fixcon {

#define CANONICALIZATION(Id, Root) bool canonicalize##Id(Op &op);
#include "fixcon/Transforms/Canonicalizations.def"

namespace {

struct Entry {
  std::string_view id;
  RewriteRoot root;
  Canonicalization rewrite;
};

constexpr Entry entries[] = {
#define CANONICALIZATION(Id, Root) {#Id, Root, canonicalize##Id},
#include "fixcon/Transforms/Canonicalizations.def"
};

constexpr unsigned maxSweeps = 200;

/// The rewrites whose pattern ends at an op, in their order.
using RewritesByOp = std::unordered_map<const OpDef *, std::vector<const Entry *>>;

const RewritesByOp &rewritesByOp() {
  static const RewritesByOp table = [] {
    RewritesByOp made;
    for (const OpDef *def : allOpDefs())
      for (const Entry &entry : entries)
        if (entry.root.matches(*def))
          made[def].push_back(&entry);
    return made;
  }();
  return table;
}

bool rewriteOnce(Op &op, FiredRewrites *fired) {
  auto rewrites = rewritesByOp().find(opDef(op));
  if (rewrites == rewritesByOp().end())
    return false;
  for (const Entry *entry : rewrites->second)
    if (entry->rewrite(op)) {
      if (fired)
        ++(*fired)[entry->id];
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
  for (unsigned i = 0; i < maxSweeps && sweep(graph, fired); ++i)
    changed = true;
  return changed;
}

std::unique_ptr<Pass> createCanonicalize() {
  return makeCoreGraphPass([](Graph &graph) { return canonicalize(graph); });
}

} // namespace fixcon
