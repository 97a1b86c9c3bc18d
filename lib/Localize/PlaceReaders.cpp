// Where readers expect the source's value of one that is wrong, all of them do. One that is right in itself, and not the
// right one for some, is followed through what only hands it on.
#include "fixcon/Localize/PlaceReaders.h"

#include "fixcon/Ops/OpDef.h"
#include "fixcon/Transforms/MainCore.h"

#include <algorithm>

namespace fixcon {

/// Ops in a row that bring a value to its readers.
static constexpr unsigned mostHandedOn = 6;

PlaceReaders::PlaceReaders(DifferingPlace &place, const AlignedPair &aligned, Graph &target,
                           const FaithfulValues &values)
    : place(place), aligned(aligned), target(target), values(values) {
  for (const auto &op : target.ops())
    positions.emplace(op.get(), positions.size());
}

std::optional<size_t> PlaceReaders::positionOf(const Op *op) const {
  auto known = positions.find(op);
  return known == positions.end() ? std::nullopt : std::optional(known->second);
}

bool PlaceReaders::find() { return widen() && findReaders(); }

/// Whether the op that reads a faithful value there stands for one that expects the output's source value.
bool PlaceReaders::expects(const Use &faithful, const Region::Output &output) const {
  if (!faithful.op) {
    const Graph &source = *aligned.pair.sourceNormal;
    return faithful.index < source.numOutputs() && source.output(faithful.index) == output.source;
  }
  return std::ranges::any_of(output.target->uses(), [&](const Use &use) {
    if (!use.op || aligned.alignment.sourceOf(*use.op, use.index) != output.source)
      return false;
    std::vector<Op *> behind = faithfulOps(*use.op, target);
    return std::ranges::find(behind, faithful.op) != behind.end();
  });
}

/// Whether the op that makes the value in the normal form stands for this reader of it as well, whose result is then
/// the same: a relu of a relu.
static bool repeats(const Op &reader, const Value &value) {
  const Op *maker = value.definingOp();
  return maker && maker->numResults() == 1 && reader.numResults() == 1 &&
         std::ranges::find(maker->origins(), reader.result()->name()) != maker->origins().end();
}

/// Whether the op only brings what it reads elsewhere: a transpose or a cast, which in the normal form has moved or is
/// gone, or what does nothing.
bool PlaceReaders::passes(const Op *faithful, const Region::Output &output) const {
  const OpDef *def = faithful ? mainCoreOf(*faithful) : nullptr;
  return def && faithful->numResults() == 1 && faithful->result()->hasUses() &&
         (def->family() == Family::Movement || def->name() == "cast" ||
          isIdle(*faithful, *aligned.pair.targetNormal) || repeats(*faithful, *output.target));
}

/// Whether all that it is brought to are ops that expect the output's source value.
bool PlaceReaders::handsOn(const Op *faithful, const Region::Output &output, unsigned steps) const {
  return passes(faithful, output) && steps > 0 &&
         std::ranges::all_of(faithful->result()->uses(), [&](const Use &use) {
           return use.op && (expects(use, output) || handsOn(use.op, output, steps - 1));
         });
}

/// All, or those for which a value that is right in itself is not the right one.
std::vector<Use> PlaceReaders::readersOf(const Region::Output &output,
                                         const Value &faithful) const {
  std::vector<Use> uses = faithful.uses();
  if (isRightInItself(output))
    std::erase_if(uses, [&](const Use &use) {
      return !expects(use, output) && !handsOn(use.op, output, mostHandedOn);
    });
  return uses;
}

bool PlaceReaders::isRightInItself(const Region::Output &output) const {
  const AlignedValue *own = aligned.alignment.find(output.target);
  return own && own->source != output.source && !own->replaced;
}

/// A node may be several ops of the normal form. Where the place ends within one, it goes on to where that ends.
bool PlaceReaders::widen() {
  for (size_t i = 0; i < place.outputs.size();) {
    const Value *value = place.outputs[i].target;
    if (values.of(*value)) {
      ++i;
      continue;
    }
    place.outputs.erase(place.outputs.begin() + static_cast<std::ptrdiff_t>(i));
    for (const Use &use : value->uses()) {
      const OpPair *pair = use.op ? aligned.alignment.pairOf(use.op) : nullptr;
      const AlignedValue *result = pair ? aligned.alignment.find(pair->target->result()) : nullptr;
      bool isKnown = std::ranges::find(place.target, use.op) != place.target.end();
      if (isKnown)
        continue;
      if (!pair && !use.op)
        return refuse("the file has no value '" + value->name() + "'");
      if (!pair)
        return refuse("'" + value->name() + "' within a node is read by what has no partner");
      place.target.push_back(pair->target);
      place.outputs.push_back(
          {pair->target->result(), pair->source->result(), result ? result->layout : Layout()});
    }
  }
  return true;
}

/// Constants that hold the same are one.
static bool isSame(const Value *a, const Value *b) {
  bool areWeights = a && b && a->isWeight() && b->isWeight();
  return a == b || (areWeights && a->tensor().identical(b->tensor()));
}

/// The faithful value of that name, and those that the file computes from the same values by the same op once more.
std::vector<Value *> PlaceReaders::twinsOf(const Value &core) const {
  std::vector<Value *> twins{values.of(core)};
  const Op *maker = twins[0]->definingOp();
  for (const std::string &origin :
       core.definingOp() ? core.definingOp()->origins() : std::vector<std::string>()) {
    Value *value = target.value(origin);
    const Op *other = value ? value->definingOp() : nullptr;
    if (maker && other && other != maker && other->name() == maker->name() &&
        std::ranges::equal(other->operands(), maker->operands(), isSame) &&
        other->attrs() == maker->attrs())
      twins.push_back(value);
  }
  return twins;
}

bool PlaceReaders::collect(const Region::Output &output, Value &value, std::vector<Use> uses) {
  for (const Use &use : uses) {
    if (use.op && !positions.contains(use.op))
      return refuse("a nested graph reads '" + value.name() + "'");
    if (use.op && (!before || positions.at(use.op) < positions.at(before)))
      before = use.op;
  }
  if (!uses.empty())
    found.push_back({output, &value, std::move(uses)});
  return true;
}

/// Readers behind ops of which others read rightly what they bring.
bool PlaceReaders::findBehind(const Region::Output &output, const Value &value, unsigned steps,
                              bool isBehindNamed) {
  for (const Use &use : value.uses()) {
    bool isRewired = std::ranges::any_of(found, [&](const Rewired &r) {
      return r.old == &value && std::ranges::find(r.uses, use) != r.uses.end();
    });
    if (isRewired || steps == 0 || !passes(use.op, output))
      continue;
    Value &brought = *use.op->result();
    std::vector<Use> uses = brought.uses();
    // What brings it on from an op that misreads it is named with that one.
    bool isNamed = isBehindNamed || std::ranges::find(misread, use.op) != misread.end();
    for (const Use &u : isNamed ? std::vector<Use>() : uses)
      if (expects(u, output) || handsOn(u.op, output, mostHandedOn))
        misread.push_back(u.op);
    std::erase_if(uses, [&](const Use &u) { return !expects(u, output); });
    if (!collect(output, brought, std::move(uses)) ||
        !findBehind(output, brought, steps - 1, isNamed))
      return false;
  }
  return true;
}

bool PlaceReaders::findReaders() {
  for (const Region::Output &output : place.outputs)
    for (Value *value : twinsOf(*output.target)) {
      std::vector<Use> uses = readersOf(output, *value);
      if (isRightInItself(output))
        std::ranges::transform(uses, std::back_inserter(misread), &Use::op);
      if (!collect(output, *value, std::move(uses)))
        return false;
      if (isRightInItself(output) && !findBehind(output, *value, mostHandedOn, false))
        return false;
    }
  std::erase(misread, nullptr);
  return !found.empty() || refuse("nothing reads what differs");
}

} // namespace fixcon
