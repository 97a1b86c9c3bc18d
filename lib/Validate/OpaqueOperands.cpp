// A fault in front of an opaque op shows in what the op is fed, while its result is taken as it is given.
#include "OpaqueOperands.h"

#include "fixcon/Align/OpaquePairs.h"

#include <algorithm>

namespace fixcon {

static bool isComputed(const Value *value) { return value && value->isResult(); }

OpaqueOperands opaqueOperands(const Graph &source, const Graph &target) {
  OpaqueOperands found;
  for (const OpaquePair &pair : opaquePairsOf(source.module())) {
    const Value *t = target.value(pair.target), *s = source.value(pair.source);
    const Op *op = t ? t->definingOp() : nullptr, *partner = s ? s->definingOp() : nullptr;
    for (unsigned i = 0; op && partner && i < std::min(op->numOperands(), partner->numOperands());
         ++i) {
      const Value *a = partner->operand(i), *b = op->operand(i);
      if (!a || !b || a->isWeight() || b->isWeight() || !(isComputed(a) || isComputed(b)))
        continue;
      if (std::ranges::find(found.source, a->name()) == found.source.end()) {
        found.source.push_back(a->name());
        found.target.push_back(b->name());
      }
    }
  }
  return found;
}

} // namespace fixcon
