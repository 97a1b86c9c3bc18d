// Merges ops that compute the same from the same:
//
//   %a = shape %x          %a = shape %x
//   %b = shape %x    ->    ... every use of %b uses %a
//
// Sound for ops whose definition calls them deterministic. Operands are the same if they are the
// same value, or small weights of equal content; large weights stay apart, for each is a place
// where a fault may sit. The op that stays has the origins of both.
#include "CoreGraphPass.h"

#include "fixcon/IR/Text.h"
#include "fixcon/Ops/OpDef.h"
#include "fixcon/Transforms/CoreBuilder.h"
#include "fixcon/Transforms/Normalize.h"

namespace fixcon {
namespace {

constexpr int64_t maxComparedWeight = 64;

std::string keyOf(const Value *v) {
  if (!v)
    return "-";
  if (v->isWeight() && v->tensor().size() <= maxComparedWeight)
    return "=" + v->tensor().hash().str();
  return "%" + v->name();
}

std::string keyOf(const Op &op) {
  std::string key = op.name() + "/" + std::to_string(op.numResults());
  for (const Value *v : op.operands())
    key += " " + keyOf(v);
  std::map<std::string, std::string> sorted;
  for (const auto &[name, value] : op.attrs())
    sorted[name] = value.str();
  for (const auto &[name, value] : sorted)
    key += " " + name + "=" + value;
  return key;
}

bool sameResults(const Op &a, const Op &b) {
  for (unsigned i = 0; i < a.numResults(); ++i)
    if (a.hasResult(i) != b.hasResult(i))
      return false;
  return true;
}

bool mergeInto(Op &kept, Op &op) {
  std::vector<std::string> origins = kept.origins();
  addOrigins(origins, op.origins());
  kept.setOrigins(std::move(origins));
  for (unsigned i = 0; i < op.numResults(); ++i)
    if (op.result(i)->hasUses())
      op.result(i)->replaceAllUsesWith(kept.result(i));
  op.erase();
  return true;
}

} // namespace

bool eliminateCommonSubexpressions(Graph &graph) {
  bool changed = false;
  std::unordered_map<std::string, Op *> seen;
  for (Op *op = graph.front(), *next = nullptr; op; op = next) {
    next = op->next();
    for (unsigned i = 0; i < op->numRegions(); ++i)
      changed |= eliminateCommonSubexpressions(op->region(i));
    const OpDef *def = opDef(*op);
    if (!def || !def->isDeterministic() || op->numRegions())
      continue;
    auto [slot, fresh] = seen.try_emplace(keyOf(*op), op);
    if (!fresh && sameResults(*slot->second, *op))
      changed |= mergeInto(*slot->second, *op);
  }
  return changed;
}

std::unique_ptr<Pass> createCSE() { return makeCoreGraphPass(eliminateCommonSubexpressions); }

} // namespace fixcon
