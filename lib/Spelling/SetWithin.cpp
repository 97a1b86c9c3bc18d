// A node that means several core ops, as one that has its channels last and an activation behind it, is set by writing all
// of them again with one of them changed. Where that ends in a node of the same operator, the node that is there takes over
// what differs.
//
//   tfl.CONV_2D {padding = "SAME"}, pads to [1, 1, 1, 1]   ->   tfl.PAD, tfl.CONV_2D {padding = "VALID"}
#include "FuseActivation.h"
#include "PadInFront.h"
#include "ScratchOp.h"
#include "SetParts.h"
#include "fixcon/Spelling/FaithfulConstant.h"
#include "fixcon/Spelling/SpellingBuilder.h"

#include <algorithm>
#include <unordered_map>

namespace fixcon {
namespace {

class Rewriting {
public:
  Rewriting(Speller &speller, Op &foreign, const Graph &core)
      : speller(speller), foreign(foreign), core(core) {}

  /// Writes the core ops in front of the node, `changed` as `edit` leaves its call. Empty, or why not.
  std::string write(const Op &changed, const std::function<std::string(CoreCall &)> &edit);
  /// What stands for each result of the node.
  std::vector<Value *> results() const;
  /// Without what nobody reads in the end.
  void dropUnused(const std::vector<Value *> &results);

  std::unordered_map<const Value *, SpellingOperand> values;
  std::vector<Op *> made;

private:
  SpellingOperand operandOf(const Value *value);
  bool fold(const Op &op, const CoreCall &call);

  Speller &speller;
  Op &foreign;
  const Graph &core;
};

SpellingOperand Rewriting::operandOf(const Value *value) {
  if (!value)
    return {};
  if (auto known = values.find(value); known != values.end())
    return known->second;
  Value *faithful = foreign.parent().visibleValue(value->name());
  bool isOperand =
      faithful && std::ranges::find(foreign.operands(), faithful) != foreign.operands().end();
  if (isOperand)
    return faithful;
  return value->isWeight() ? SpellingOperand(value->tensor()) : SpellingOperand();
}

/// What follows from constants alone is a constant.
bool Rewriting::fold(const Op &op, const CoreCall &call) {
  std::vector<std::optional<Tensor>> constants;
  for (const SpellingOperand &operand : call.operands) {
    constants.push_back(SpellingBuilder::constant(operand));
    if (!constants.back() && !operand.isAbsent())
      return false;
  }
  auto made = op.numResults() == 1 && !constants.empty()
                  ? evaluateAlone(*call.def, constants, call.attrs)
                  : std::nullopt;
  const Type &type = op.numResults() ? op.result()->type() : Type::none();
  if (made)
    values[op.result()] = type.isTensor() ? made->converted(type.dtype()) : *made;
  return made.has_value();
}

std::string Rewriting::write(const Op &changed,
                             const std::function<std::string(CoreCall &)> &edit) {
  for (const auto &op : core.ops()) {
    CoreCall call{opDef(*op), {}, op->attrs(), {}, foreign.label()};
    if (!call.def)
      return "'" + op->name() + "' has no definition";
    for (const Value *operand : op->operands())
      call.operands.push_back(operandOf(operand));
    for (unsigned i = 0; i < op->numResults(); ++i)
      call.present.push_back(op->hasResult(i));
    if (op.get() == &changed) {
      if (std::string problem = edit(call); !problem.empty())
        return problem;
    } else if (fold(*op, call)) {
      continue;
    }
    Spelled written = speller.emit(call, &foreign);
    if (!written)
      return written.refusal;
    made.insert(made.end(), written.ops.begin(), written.ops.end());
    for (unsigned i = 0; i < op->numResults(); ++i)
      if (written.result(i))
        values[op->result(i)] = written.result(i);
  }
  return {};
}

std::vector<Value *> Rewriting::results() const {
  std::vector<Value *> out;
  for (unsigned i = 0; i < core.numOutputs(); ++i) {
    auto known = values.find(core.output(i));
    out.push_back(known == values.end() ? nullptr : known->second.value);
  }
  return out;
}

void Rewriting::dropUnused(const std::vector<Value *> &results) {
  std::vector<Op *> kept;
  for (auto op = made.rbegin(); op != made.rend(); ++op) {
    bool gives = (*op)->isUsed() || std::ranges::any_of(results, [&](const Value *value) {
                   return value->definingOp() == *op;
                 });
    if (gives)
      kept.insert(kept.begin(), *op);
    else
      eraseUnused({*op});
  }
  made = std::move(kept);
}

/// Whether a field that the file leaves out says that.
bool isUsual(std::string_view name, const Attribute &value) {
  const auto *number = value.get<int64_t>();
  const auto *flag = value.get<bool>();
  const auto *word = value.get<std::string>();
  int64_t usual = name.starts_with("dilation_") ? 1 : 0;
  return (number && *number == usual) || (flag && !*flag) ||
         (word && (*word == "NONE" || *word == "SAME"));
}

/// What differs in a node of the same operator, carried over.
void adopt(Op &op, const Op &fresh) {
  for (const auto &[name, value] : fresh.attrs()) {
    const Attribute *now = op.attrs().find(name);
    bool said = now ? *now == value : isUsual(name, value);
    const int64_t *version = name == "tfl.version" && now ? now->get<int64_t>() : nullptr;
    said |= version && *version >= *value.get<int64_t>();
    if (!said)
      op.attrs().set(name, value);
  }
  std::vector<Value *> operands = fresh.operands();
  while (!operands.empty() && !operands.back() && operands.size() > op.numOperands())
    operands.pop_back();
  for (unsigned i = 0; i < operands.size(); ++i)
    if (holdsTheSame(op.operand(i), operands[i]))
      operands[i] = op.operand(i);
  while (operands.size() < op.numOperands())
    operands.push_back(nullptr);
  op.setOperands(operands);
  for (unsigned i = 0; i < op.numResults(); ++i)
    if (op.hasResult(i) && fresh.hasResult(i))
      op.result(i)->setType(fresh.result(i)->type().quantizedLike(op.result(i)->type()));
}

/// What lies behind a value of another shape than it had may have another, too.
void forgetShapesBehind(const std::vector<Value *> &changed) {
  std::vector<const Value *> open(changed.begin(), changed.end());
  while (!open.empty()) {
    const Value *value = open.back();
    open.pop_back();
    for (const Use &use : value->uses())
      for (unsigned i = 0; use.op && i < use.op->numResults(); ++i) {
        Value *result = use.op->result(i);
        if (result->type().isTensor() && !result->type().isRanked())
          continue;
        result->setType(result->type().withoutShape());
        open.push_back(result);
      }
  }
}

const Op *onlyOf(const Graph &core, const OpDef &def) {
  const Op *found = nullptr;
  for (const auto &op : core.ops())
    if (op->name() == def.name()) {
      if (found)
        return nullptr;
      found = op.get();
    }
  return found;
}

} // namespace

Spelled setWithin(Speller &speller, const Graph *normal, Op &foreign, const OpDef &def,
                  std::string_view name, const Attribute &value) {
  NodeAlone alone(foreign, knowledgeOf(speller));
  const Op *op = alone.graph() ? onlyOf(*alone.graph(), def) : nullptr;
  if (!op || foreign.numRegions() != 0)
    return Spelled::refused("node '" + foreign.label() + "' has not the meaning of one " +
                            def.name());
  Rewriting rewriting(speller, foreign, *alone.graph());
  auto padded = padInFront(foreign, *op, normal);
  if (padded)
    for (const auto &argument : alone.graph()->arguments())
      if (argument->name() == padded->pad->result()->name())
        rewriting.values[argument.get()] = padded->pad->operand(0);
  std::string refusal = rewriting.write(*op, [&](CoreCall &call) {
    sayAmounts(call, *op, padded ? &*padded : nullptr, name);
    std::string problem = change(call, name, value, speller);
    onlyOneSays(call, name);
    return problem;
  });
  std::vector<Value *> results = rewriting.results();
  if (refusal.empty() && (results.empty() || std::ranges::find(results, nullptr) != results.end()))
    refusal = "what '" + foreign.label() + "' gives would be a constant";
  if (!refusal.empty()) {
    eraseUnused(rewriting.made);
    return Spelled::refused(std::move(refusal));
  }
  rewriting.dropUnused(results);
  fuseActivation(results.front(), rewriting.made);
  Leftovers leftovers;
  leftovers.add(foreign.operands());
  Op *last = results.front()->definingOp();
  bool isMade = std::ranges::find(rewriting.made, last) != rewriting.made.end();
  bool isSame =
      isMade && last->name() == foreign.name() && last->numResults() == foreign.numResults();
  std::vector<Op *> pads = padded ? std::vector<Op *>{padded->pad} : std::vector<Op *>();
  Spelled written{{&foreign}, {}, {}};
  std::vector<Value *> changed;
  for (unsigned i = 0, next = 0; i < foreign.numResults(); ++i)
    if (foreign.hasResult(i) && next < results.size())
      if (!(foreign.result(i)->type().dims() == results[next++]->type().dims()))
        changed.push_back(foreign.result(i));
  if (isSame) {
    forgetShapesBehind(changed);
    adopt(foreign, *last);
    leftovers.add(last->operands());
    for (unsigned i = 0; i < foreign.numResults(); ++i)
      written.results.push_back(foreign.result(i));
    eraseUnused(rewriting.made);
  } else if (isMade) {
    forgetShapesBehind(changed);
    written = {{last}, results, {}};
    replace(foreign, written);
    eraseUnused(rewriting.made);
  } else {
    eraseUnused(rewriting.made);
    return Spelled::refused("'" + foreign.label() + "' would do nothing");
  }
  eraseUnused(pads);
  leftovers.erase();
  return written;
}

} // namespace fixcon
