// The target's ops are followed at all choices of sizes side by side. Where one goes wrong, what it holds is told
// the source's sizes, if it can be, or else its results are said to be as the source's, and the ops behind
// it are looked at as if it were right: so each op that holds a size is found, and none that lies
// behind one. An op may also have been given a wrong shape by one above it that nobody knows the right shape
// of; then the source's op of the same kind tells.
#include "fixcon/Localize/BakedSizes.h"

#include "SizedAttributes.h"
#include "SourceShapes.h"
#include "fixcon/Fault/ValueText.h"
#include "fixcon/Ops/OpDef.h"
#include "fixcon/Validate/Evaluation.h"
#include "fixcon/Validate/Probe.h"

#include <algorithm>
#include <functional>

namespace fixcon {
namespace {

/// As the file calls it.
std::string typeIn(const Graph &faithful, const Op &op) {
  const Op *main = mainFaithfulOp(op, faithful);
  return std::string(main ? main->type() : op.name());
}

std::string inWords(const Shape &shape) { return Attribute(Attribute::Ints(shape)).str(); }

class Search {
public:
  Search(const Graph &source, const Graph &target, const ShapePartners &partners,
         const SizeChoices &choices)
      : source(source), target(target), partners(partners), open(target, choices.open),
        right(source, choices.choices, partners, lanes), used(right.choices()),
        spellings(lanes, target) {}

  bool isPossible() const { return open.graph() && right.isUsable(); }

  /// Whether the source can take another size there.
  bool isOpen(const FrozenDim &dim) const {
    auto size = [&](const SizeChoice &choice) {
      auto type = choice.target.find(dim.argument);
      return type == choice.target.end() ? Dim() : type->second.dim(dim.axis);
    };
    return std::ranges::any_of(used,
                               [&](const auto *choice) { return size(*choice) != size(*used[0]); });
  }

  /// Looks at each choice at which the target as a whole differs, and at those that `suspects` names.
  void suspect(const std::function<bool(const SizeChoice &)> &suspects) {
    for (size_t i = 0; i < used.size(); ++i)
      differs.push_back(i > 0 && (suspects(*used[i]) || differsAsAWhole(i)));
  }

  void run(BakedSizes &result) {
    while (!walk()) {
    }
    if (isBroken)
      return;
    compareAttributes();
    result.baked = std::move(found);
    collectShapes(result.shapes);
  }

private:
  bool differsAsAWhole(size_t i) const {
    SizedModel sized(target, used[i]->target);
    if (!sized.graph())
      return true;
    for (unsigned k = 0; k < target.numOutputs(); ++k) {
      const std::string &name = target.output(k)->name();
      auto made = shapeOf(sized.typeOf(name));
      auto wanted = right.of(i, name);
      if (made && wanted && *made != *wanted)
        return true;
    }
    return false;
  }

  /// False if an op above must be looked at again.
  bool walk() {
    lanes.clear();
    for (const SizeChoice *choice : used)
      lanes.emplace_back(*open.graph(), *choice);
    std::vector<Graph::OpList::const_iterator> at;
    for (const SizeLane &lane : lanes)
      at.push_back(lane.graph().ops().begin());
    for (; at[0] != lanes[0].graph().ops().end(); std::ranges::for_each(at, [](auto &i) { ++i; })) {
      LaneOps ops;
      for (const auto &i : at)
        ops.push_back(i->get());
      if (!step(ops))
        return isBroken;
    }
    return true;
  }

  static std::string nameOf(const Op &op) {
    for (unsigned i = 0; i < op.numResults(); ++i)
      if (op.hasResult(i))
        return op.result(i)->name();
    return "";
  }

  const BakedSize *foundAt(const std::string &result) const {
    auto known = std::ranges::find(found, result, &BakedSize::result);
    return known == found.end() ? nullptr : &*known;
  }

  bool step(const LaneOps &ops) {
    std::string name = nameOf(*ops[0]);
    if (name.empty())
      return true;
    const BakedSize *known = foundAt(name);
    std::vector<Inferred> now = infer(ops, known);
    isBroken |= !now[0].types;
    if (isBroken)
      return false;
    settle(0, *ops[0], now, known);
    if (!known && isWrongAnywhere(ops, now)) {
      BakedSize baked = diagnose(ops, now);
      if (foundAt(baked.result)) {
        // What was found above does not explain this.
        baked.result = name;
        baked.spellings.clear();
      }
      found.push_back(std::move(baked));
      known = foundAt(name);
      if (!known)
        return false;
      now = infer(ops, known);
    }
    for (size_t lane = 1; lane < lanes.size(); ++lane)
      settle(lane, *ops[lane], now, known);
    return true;
  }

  std::vector<Inferred> infer(const LaneOps &ops, const BakedSize *known) {
    std::vector<Inferred> now;
    for (size_t lane = 0; lane < lanes.size(); ++lane)
      now.push_back(lanes[lane].infer(*ops[lane], changesOf(lane, *ops[lane], known)));
    return now;
  }

  OperandChanges changesOf(size_t lane, const Op &op, const BakedSize *known) const {
    return known ? spellings.changesIn(lane, op, known->spellings) : OperandChanges();
  }

  void settle(size_t lane, Op &op, const std::vector<Inferred> &now, const BakedSize *known) {
    std::vector<Type> types = now[lane].types.value_or(std::vector<Type>(op.numResults()));
    for (unsigned i = 0; i < types.size(); ++i) {
      // What is not known, as what nested graphs give, is taken to be right.
      if (!op.hasResult(i) || !(differs[lane] || op.numRegions() || !shapeOf(types[i])))
        continue;
      const std::string &name = op.result(i)->name();
      auto wanted = right.of(lane, name);
      Type like = (*now[0].types)[i].isTensor() ? (*now[0].types)[i] : open.typeOf(name);
      if (wanted && like.isTensor())
        types[i] = Type::tensor(like.dtype(), *wanted);
    }
    lanes[lane].settle(op, types, changesOf(lane, op, known));
  }

  bool isWrong(size_t lane, const Op &op, const Inferred &now) const {
    if (!differs[lane] || !now.types)
      return differs[lane];
    for (unsigned i = 0; i < op.numOperands(); ++i)
      if (right.isOther(lane, op, i))
        return true;
    for (unsigned i = 0; i < op.numResults(); ++i) {
      auto wanted = op.hasResult(i) ? right.of(lane, op.result(i)->name()) : std::nullopt;
      auto made = shapeOf((*now.types)[i]);
      if (wanted && made && *wanted != *made)
        return true;
    }
    return false;
  }

  bool isWrongAnywhere(const LaneOps &ops, const std::vector<Inferred> &now) const {
    for (size_t lane = 0; lane < lanes.size(); ++lane)
      if (isWrong(lane, *ops[lane], now[lane]))
        return true;
    return false;
  }

  /// What holds the size: the op, or one above it.
  BakedSize diagnose(const LaneOps &ops, const std::vector<Inferred> &now) {
    BakedSize baked;
    for (size_t lane = 0; lane < lanes.size(); ++lane)
      if (isWrong(lane, *ops[lane], now[lane])) {
        (used[lane]->isBatch ? baked.isBatch : baked.isSize) = true;
        if (baked.trouble.empty())
          baked.trouble = troubleAt(lane, *ops[lane], now[lane]);
      }
    baked.result = nameOf(*ops[0]);
    LaneShapes wanted = right.inAllLanes(baked.result);
    if (auto list = listFor(ops, wanted))
      baked.spellings = {*list};
    else if (auto said = saidBySource(*ops[0]); !said.empty())
      baked.spellings = std::move(said);
    else
      blameOperands(baked, ops, wanted);
    if (auto other = baked.spellings.empty() ? right.makerFrom(*ops[0]) : std::nullopt) {
      baked.spellings = {{0, SizeSpelling::Way::Other}};
      baked.spellings.front().op = std::move(*other);
    }
    describe(baked);
    return baked;
  }

  std::string troubleAt(size_t lane, const Op &op, const Inferred &now) const {
    if (!now.types)
      return "cannot take " + used[lane]->what + ": " + now.complaint;
    for (unsigned i = 0; i < op.numResults(); ++i) {
      auto made = shapeOf((*now.types)[i]);
      auto wanted = op.hasResult(i) ? right.of(lane, op.result(i)->name()) : std::nullopt;
      if (made && wanted && *made != *wanted)
        return "makes " + inWords(*made) + " of " + used[lane]->what + " where the source makes " +
               inWords(*wanted);
    }
    for (unsigned i = 0; i < op.numOperands(); ++i)
      if (right.isOther(lane, op, i))
        return "reads " + inWords(*shapeOf(op.operand(i)->type())) + " of " + used[lane]->what +
               " where the source's reads " + inWords(*right.ofOperand(lane, op, i));
    return "";
  }

  std::optional<SizeSpelling> listFor(const LaneOps &ops, const LaneShapes &wanted) {
    const OpDef *def = opDef(*ops[0]);
    for (unsigned i = 0; def && i < ops[0]->numOperands(); ++i)
      if (ops[0]->operand(i) && isSizes(*def, i))
        if (auto spelling = spellings.list(ops, i, wanted, right.listsFor(*ops[0], i)))
          return spelling;
    return std::nullopt;
  }

  static bool isSizes(const OpDef &def, unsigned operand) {
    return def.operandDef(operand) && def.operandDef(operand)->role == Role::Shape;
  }

  LaneOps opsNamed(const std::string &value) const {
    LaneOps ops;
    for (const SizeLane &lane : lanes)
      ops.push_back(lane.graph().value(value)->definingOp());
    return ops;
  }

  /// Operands of the wrong shape: what made one so above, or else how they are set right here.
  void blameOperands(BakedSize &baked, const LaneOps &ops, const LaneShapes &wanted) {
    for (unsigned i = 0; i < ops[0]->numOperands(); ++i) {
      LaneShapes needed(lanes.size());
      bool isOther = false;
      for (size_t lane = 0; lane < lanes.size(); ++lane) {
        needed[lane] = right.ofOperand(lane, *ops[lane], i);
        isOther |= right.isOther(lane, *ops[lane], i);
      }
      if (!isOther)
        continue;
      if (auto unmade = unmadeOf(*ops[0], i, needed))
        baked.spellings.push_back(std::move(*unmade));
      else if (blameAbove(baked, *ops[0]->operand(i), needed))
        return;
      else if (auto repeated = spellings.repetition(ops, i, needed))
        baked.spellings.push_back(std::move(*repeated));
    }
    const Op *partner = right.partnerOf(0, *ops[0]);
    for (unsigned i = 0; partner && i < ops[0]->numOperands(); ++i)
      if (ops[0]->operand(i) && !partner->operand(i))
        baked.spellings.push_back({i, SizeSpelling::Way::Absent});
    const Value *carried = partner ? nullptr : carrier(*ops[0]);
    if (baked.spellings.empty() && carried && blameAbove(baked, *carried, wanted))
      return;
    if (!spellings.areRight(ops, baked.spellings, wanted))
      baked.spellings.clear();
  }

  /// Goes up to the op that has a list of sizes by which the value gets the shapes that it needs.
  bool blameAbove(BakedSize &baked, const Value &wrong, const LaneShapes &needed) {
    const Value *value = &wrong;
    while (value && value->definingOp()) {
      LaneOps above = opsNamed(value->name());
      if (auto list = listFor(above, needed)) {
        const Op &reader = *opsNamed(baked.result)[0];
        baked.trouble = "holds a size, so that " + typeIn(target, reader) + " '" + reader.label() +
                        "' " + baked.trouble;
        baked.result = nameOf(*above[0]);
        baked.spellings = {*list};
        return true;
      }
      value = carrier(*above[0]);
    }
    return false;
  }

  /// A value above that has the right shapes and is as the operand at the sizes of the data.
  std::optional<SizeSpelling> unmadeOf(const Op &op, unsigned operand,
                                       const LaneShapes &needed) const {
    const Op *maker = op.operand(operand)->definingOp();
    const OpDef *def = maker ? opDef(*maker) : nullptr;
    const Value *value = maker && def->family() == Family::Movement ? carrier(*maker) : nullptr;
    if (!value || !target.value(value->name()))
      return std::nullopt;
    for (size_t lane = 0; lane < lanes.size(); ++lane)
      if (shapeOf(lanes[lane].typeOf(value->name())) != needed[lane])
        return std::nullopt;
    SizeSpelling spelling{operand, SizeSpelling::Way::Unmade};
    spelling.value = value->name();
    return spelling;
  }

  /// The one operand that has the shape of the result, at the sizes of the data.
  const Value *carrier(const Op &op) const {
    const Value *found = nullptr;
    auto shape = shapeOf(lanes[0].typeOf(nameOf(op)));
    for (const Value *operand : op.operands())
      if (operand && shape && shapeOf(lanes[0].typeOf(operand->name())) == shape) {
        if (found)
          return nullptr;
        found = operand;
      }
    return found;
  }

  /// The attributes by which the source's file says what configures the op, where the target says it
  /// otherwise; what goes comes first.
  std::vector<SizeSpelling> saidBySource(const Op &op) const {
    std::vector<SizeSpelling> said;
    const Op *partner = right.partnerOf(0, op);
    const OpDef *def = opDef(op);
    for (const AttrDef &attribute : partner ? def->attributes() : std::vector<AttrDef>()) {
      const Attribute *wanted = partner->attrs().find(attribute.name);
      if (def->effective(op, attribute.name) == def->effective(*partner, attribute.name))
        continue;
      SizeSpelling spelling{0, SizeSpelling::Way::Said};
      spelling.value = attribute.name;
      spelling.attribute = wanted ? *wanted : Attribute();
      said.push_back(std::move(spelling));
    }
    std::ranges::stable_partition(said, [](const auto &s) { return s.attribute.empty(); });
    return said;
  }

  /// What the shapes need not show: the same number of windows, padded otherwise.
  void compareAttributes() {
    std::vector<const SizeChoice *> suspected{used[0]};
    for (size_t i = 1; i < used.size(); ++i)
      if (differs[i])
        suspected.push_back(used[i]);
    if (suspected.size() == 1)
      return;
    for (const std::string &name : sizedAttributes(source, target, suspected, partners)) {
      const Value *value = lanes[0].graph().value(name);
      if (!value || !value->definingOp() || foundAt(name))
        continue;
      BakedSize baked;
      baked.result = name;
      baked.isSize = true;
      baked.spellings = saidBySource(*value->definingOp());
      baked.trouble = "is configured for the size of the data alone";
      describe(baked);
      if (!baked.spellings.empty())
        found.push_back(std::move(baked));
    }
  }

  static Attribute listAt(const Op &op, unsigned operand, const SizeLane *lane) {
    const Value *value = op.operand(operand);
    auto elements = value && value->isWeight() ? std::optional(value->tensor())
                    : value && lane            ? lane->elementsOf(*value)
                                               : std::nullopt;
    return elements ? Attribute(elements->toInts()) : Attribute();
  }

  void describe(BakedSize &baked) const {
    const Op &op = *opsNamed(baked.result)[0];
    if (const ShapePartner *partner = partners.find(baked.result))
      baked.sourceResult = partner->source;
    for (const SizeSpelling &spelling : baked.spellings)
      if (spelling.way == SizeSpelling::Way::Constant ||
          spelling.way == SizeSpelling::Way::Computed) {
        baked.held = listAt(op, spelling.operand, &lanes[0]);
        baked.source = sourceOf(op, spelling);
      }
    describeAttributes(baked, op);
  }

  /// What the source's op has for a list; nothing where that is not known.
  Attribute sourceOf(const Op &op, const SizeSpelling &spelling) const {
    if (const Op *partner = right.partnerOf(0, op)) {
      Attribute list = listAt(*partner, spelling.operand, nullptr);
      return list.empty() && partner->operand(spelling.operand) ? Attribute("computed sizes")
                                                                : list;
    }
    for (const Tensor &list : right.listsFor(op, spelling.operand))
      if (spelling.way == SizeSpelling::Way::Constant && list.identical(spelling.constant))
        return list.toInts();
    return {};
  }

  /// What the one side says and the other does not.
  static void describeAttributes(BakedSize &baked, const Op &op) {
    auto said = [](const std::string &name, const Attribute &value) {
      return name + " = " + show(value);
    };
    for (const SizeSpelling &spelling : baked.spellings) {
      if (spelling.way != SizeSpelling::Way::Said)
        continue;
      const Attribute *own = op.attrs().find(spelling.value);
      if (own && baked.held.empty())
        baked.held = said(spelling.value, *own);
      if (!spelling.attribute.empty())
        baked.source = said(spelling.value, spelling.attribute);
    }
  }

  void collectShapes(std::unordered_map<std::string, Dims> &shapes) const {
    for (const auto &op : lanes[0].graph().ops())
      for (unsigned i = 0; i < op->numResults(); ++i)
        if (op->hasResult(i))
          if (auto dims = dimsOf(op->result(i)->name()))
            shapes.emplace(op->result(i)->name(), std::move(*dims));
  }

  std::optional<Dims> dimsOf(const std::string &value) const {
    auto first = shapeOf(lanes[0].typeOf(value));
    if (!first)
      return std::nullopt;
    Type symbols = open.typeOf(value);
    Dims dims(first->begin(), first->end());
    for (const SizeLane &lane : lanes) {
      auto shape = shapeOf(lane.typeOf(value));
      if (!shape || shape->size() != dims.size())
        return std::nullopt;
      for (size_t i = 0; i < dims.size(); ++i)
        if ((*shape)[i] != (*first)[i])
          dims[i] = symbols.isRanked() && i < symbols.rank() && symbols.dim(i).isSymbol()
                        ? symbols.dim(i)
                        : Dim();
    }
    return dims;
  }

  const Graph &source, &target;
  const ShapePartners &partners;
  SizedModel open;
  std::deque<SizeLane> lanes;
  SourceShapes right;
  const std::vector<const SizeChoice *> &used; ///< by lane
  std::vector<bool> differs; ///< by lane: whether anything is held against the target there
  SizeSpellings spellings;
  std::vector<BakedSize> found;
  bool isBroken = false;
};

/// Whether a run at other sizes has shown what the data does not.
std::function<bool(const SizeChoice &)> failedProbes(const Module &module) {
  bool isBatchWrong = false, isSizeWrong = false;
  auto evaluation = evaluationOf(module, "before");
  bool agrees = !evaluation || (evaluation->trueMismatches() == 0 && evaluation->valuesDiffer == 0);
  for (const Probe &probe : probesOf(module, "before"))
    if (!probe.agrees() && agrees) {
      isBatchWrong |= probe.kind == "batch";
      isSizeWrong |= probe.kind == "size";
    }
  return [=](const SizeChoice &choice) { return choice.isBatch ? isBatchWrong : isSizeWrong; };
}

} // namespace

std::optional<BakedSizes> findBakedSizes(Module &module, PassContext &context,
                                         const ShapePartners &partners) {
  auto choices = chooseSizes(module, context, partners);
  if (!choices)
    return std::nullopt;
  BakedSizes result;
  if (choices->choices.size() < 2)
    return result;
  Search search(*module.graph("source"), *module.graph("target"), partners, *choices);
  if (!search.isPossible())
    return result;
  std::ranges::copy_if(choices->frozen, std::back_inserter(result.frozen),
                       [&](const FrozenDim &dim) { return search.isOpen(dim); });
  search.suspect(failedProbes(module));
  search.run(result);
  return result;
}

} // namespace fixcon
