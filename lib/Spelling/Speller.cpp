// Emitting is all or nothing: a draft collects what spellings make, and on the first refusal takes it
// all back. Types of what is written are those that follow for the core op, which must fit its
// operands in the first place.
#include "fixcon/Spelling/Speller.h"

#include "ScratchOp.h"
#include "fixcon/Spelling/SpellingBuilder.h"

#include <algorithm>

namespace fixcon {

Type Speller::typeOf(const Value &value) const {
  if (value.isWeight())
    return fixcon::typeOf(value.tensor());
  const Value *known = normal ? normal->value(value.name()) : nullptr;
  const Type &said = value.type();
  bool isOpen = said.isUnknown() || (said.isTensor() && !said.isRanked());
  return isOpen && known ? known->type() : said;
}

const std::string &Speller::dialect() const {
  const Graph *graph = &faithful;
  while (graph->dialect().empty() && graph->parentOp())
    graph = &graph->parentOp()->parent();
  return graph->dialect();
}

/// Why a call makes no sense, whatever the dialect; empty if it does.
static std::string problemOf(const CoreCall &call) {
  for (const auto &[name, value] : call.attrs)
    if (value.get<RegionRef>() || value.get<std::vector<RegionRef>>())
      return call.def->name() + " has nested graphs, which are not written";
  for (size_t i = 0; i < call.operands.size(); ++i)
    if (!call.def->operandDef(static_cast<unsigned>(i)))
      return call.def->name() + " has no operand " + std::to_string(i);
  return {};
}

std::vector<Value *> Speller::write(const CoreCall &call, Op *before, SpellingDraft &draft) const {
  SpellingBuilder b(*this, call, before, draft);
  if (std::string problem = problemOf(call); !problem.empty())
    b.refuse(std::move(problem));
  std::vector<Tensor> constants(call.operands.size());
  std::vector<OperandInfo> operands;
  for (unsigned i = 0; i < call.operands.size(); ++i) {
    auto elements = b.constant(i);
    constants[i] = elements.value_or(Tensor());
    operands.push_back({b.type(i), elements ? &constants[i] : nullptr});
  }
  auto count = static_cast<unsigned>(call.present.size());
  ScratchResults expected =
      b.refused() ? ScratchResults() : inferAlone(*call.def, operands, call.attrs, count);
  if (expected.types.empty())
    b.refuse(call.def->name() + " does not fit its operands: " + expected.complaint);
  b.setResultTypes(expected.types);
  if (!b.refused())
    spell(b, *this);
  for (unsigned i = 0; i < count && !b.refused(); ++i)
    if (call.present[i] && !b.results[i])
      b.refuse("result " + std::to_string(i) + " of " + call.def->name() + " cannot be said");
    else if (call.present[i] && b.results[i]->type().isUnknown())
      b.results[i]->setType(expected.types[i]);
  return b.results;
}

/// What was made on the way and nobody reads in the end goes.
static std::vector<Op *> keepUsed(const std::vector<Op *> &made,
                                  const std::vector<Value *> &results) {
  std::vector<Op *> kept, unused;
  for (auto op = made.rbegin(); op != made.rend(); ++op) {
    bool gives = (*op)->isUsed() || std::ranges::any_of(results, [&](const Value *value) {
                   return value && value->definingOp() == *op;
                 });
    if (gives)
      kept.insert(kept.begin(), *op);
    else
      eraseUnused({*op});
  }
  return kept;
}

Spelled Speller::emit(const CoreCall &call, Op *before) {
  SpellingDraft draft;
  CoreCall named = call;
  if (named.stem.empty())
    named.stem = call.def->name();
  Spelled out{{}, write(named, before, draft), draft.refusal};
  if (!out) {
    draft.undo();
    return Spelled::refused(std::move(draft.refusal));
  }
  out.ops = keepUsed(draft.ops, out.results);
  return out;
}

bool isRenameOf(const Op &foreign, const OpDef &def) {
  const ForeignName *name = renameFor(def, Speller(foreign.parent()));
  return name && foreign.dialect() == name->dialect && foreign.domain() == name->domain &&
         foreign.type() == name->type;
}

void eraseUnused(const std::vector<Op *> &ops) {
  std::vector<Op *> left = ops;
  auto isUnused = [](const Op *op) { return !op->isUsed(); };
  for (auto found = std::ranges::find_if(left, isUnused); found != left.end();
       found = std::ranges::find_if(left, isUnused)) {
    std::vector<Value *> operands = (*found)->operands();
    (*found)->erase();
    left.erase(found);
    std::ranges::sort(operands);
    auto same = std::ranges::unique(operands);
    operands.erase(same.begin(), same.end());
    for (Value *operand : operands)
      if (operand && operand->isWeight() && !operand->hasUses())
        operand->graph().eraseWeight(operand);
  }
}

} // namespace fixcon
