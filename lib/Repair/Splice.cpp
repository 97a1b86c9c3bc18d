// The source's ops are followed backwards from what readers should get to values that the target has as well, and
// written from there on in front of the first reader. The target may hold a value under another layout: elementwise ops
// are written in that layout, so that an activation of a channel-last network gets no Transpose; for all others the
// operand is brought into the source's order, and the result back into the order that its readers expect.
//
//   source: relu(%a)     target: clip(%t)     %t is %a, channels last:  the readers of clip get relu(%t)
#include "Splice.h"

#include "OpenSizes.h"
#include "Repairer.h"
#include "fixcon/Localize/EqualWeights.h"
#include "fixcon/Localize/ShapePartners.h"
#include "fixcon/Ops/Opaque.h"
#include "fixcon/Spelling/Speller.h"
#include "fixcon/Transforms/CoreBuilder.h"

#include <algorithm>
#include <limits>
#include <map>

namespace fixcon {
namespace {

/// What the target has in place of a value of the source.
struct Held {
  Value *value = nullptr; ///< faithful
  Layout layout;          ///< in which its elements lie
  Shape shape;            ///< on the first sample

  bool isLike(const Layout &other, const Shape &otherShape) const {
    bool sameOrder = layout == other || (layout.keepsOrder() && other.keepsOrder());
    return sameOrder && shape == otherShape;
  }
};

/// Ops in a row that bring a value to its readers.
constexpr unsigned mostHandedOn = 6;

class Splicer {
public:
  Splicer(const DifferingPlace &place, const AlignedPair &aligned, Module &module)
      : place(place), aligned(aligned), target(*module.graph("target")),
        speller(target, aligned.pair.targetNormal) {
    for (const auto &op : target.ops())
      positions.emplace(op.get(), positions.size());
  }

  std::string run();

private:
  struct Rewired {
    const Region::Output *output;
    Value *old;
    std::vector<Use> uses;
  };
  bool widen();
  bool findReaders();
  bool findBehind(const Region::Output &output, const Value &value, unsigned steps, size_t &first);
  bool collect(const Region::Output &output, Value &value, std::vector<Use> uses, size_t &first);
  std::vector<Value *> twinsOf(const Value &core) const;
  std::vector<Use> readersOf(const Region::Output &output, const Value &faithful) const;
  bool expects(const Use &faithful, const Region::Output &output) const;
  bool passes(const Op *faithful, const Region::Output &output) const;
  bool handsOn(const Op *faithful, const Region::Output &output, unsigned steps) const;
  bool isRightInItself(const Region::Output &output) const;
  std::optional<Held> need(const Value &source);
  std::optional<Held> inTarget(const Value &source) const;
  bool isOrderable(const Held &held, const Value &source) const;
  bool isUsable(const Value &core, const Value &faithful) const;
  bool write(const Op &op);
  std::optional<CoreCall> callOf(const Op &op, std::vector<Held> &data);
  Tensor atAnyBatch(const Value &source, const Shape &held);
  Value *inOrder(const Held &held, const Value &source);
  Value *inOrder(const Held &held, const Shape &wanted, const Tensor &sizes);
  std::optional<Value *> emit(CoreCall call);
  std::optional<Value *> asExpected(const Held &held, const Region::Output &output);
  void rewire(const Rewired &rewired, Value *value);
  std::vector<Op *> makersOf(const std::vector<Rewired> &values) const;
  bool refuse(std::string why) {
    refusal = std::move(why);
    return false;
  }
  const Shape *shapeOf(const Value &source) const {
    const Samples *samples = aligned.values.find(&source);
    return samples ? &samples->front().shape() : nullptr;
  }

  DifferingPlace place;
  const AlignedPair &aligned;
  Graph &target;
  Speller speller;
  std::optional<OpenSizes> openSizes;               ///< once they are asked for
  std::unordered_map<const Op *, size_t> positions; ///< of the faithful ops that were there
  std::vector<Rewired> rewired;
  Op *before = nullptr; ///< the first reader; null where only outputs read
  std::map<const Value *, Held> written;
  std::string refusal;
};

/// Whether the op that reads a faithful value there stands for one that expects the output's source value.
bool Splicer::expects(const Use &faithful, const Region::Output &output) const {
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
bool repeats(const Op &reader, const Value &value) {
  const Op *maker = value.definingOp();
  return maker && maker->numResults() == 1 && reader.numResults() == 1 &&
         std::ranges::find(maker->origins(), reader.result()->name()) != maker->origins().end();
}

/// Whether the op only brings what it reads elsewhere: a transpose or a cast, which in the normal form has moved or is
/// gone, or what does nothing.
bool Splicer::passes(const Op *faithful, const Region::Output &output) const {
  const OpDef *def = faithful ? opDefForForeign(*faithful) : nullptr;
  return def && faithful->numResults() == 1 && faithful->result()->hasUses() &&
         (def->family() == Family::Movement || def->name() == "cast" ||
          isIdle(*faithful, *aligned.pair.targetNormal) || repeats(*faithful, *output.target));
}

/// Whether all that it is brought to are ops that expect the output's source value.
bool Splicer::handsOn(const Op *faithful, const Region::Output &output, unsigned steps) const {
  return passes(faithful, output) && steps > 0 &&
         std::ranges::all_of(faithful->result()->uses(), [&](const Use &use) {
           return use.op && (expects(use, output) || handsOn(use.op, output, steps - 1));
         });
}

/// All, or those for which a value that is right in itself is not the right one.
std::vector<Use> Splicer::readersOf(const Region::Output &output, const Value &faithful) const {
  std::vector<Use> uses = faithful.uses();
  if (isRightInItself(output))
    std::erase_if(uses, [&](const Use &use) {
      return !expects(use, output) && !handsOn(use.op, output, mostHandedOn);
    });
  return uses;
}

bool Splicer::isRightInItself(const Region::Output &output) const {
  const AlignedValue *own = aligned.alignment.find(output.target);
  return own && own->source != output.source && !own->replaced;
}

/// A node may be several ops of the normal form. Where the place ends within one, it goes on to where that ends.
bool Splicer::widen() {
  for (size_t i = 0; i < place.outputs.size();) {
    const Value *value = place.outputs[i].target;
    if (target.value(value->name())) {
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

/// The faithful value of that name, and those that the file computes from the same values by the same op once more.
std::vector<Value *> Splicer::twinsOf(const Value &core) const {
  std::vector<Value *> twins{target.value(core.name())};
  const Op *maker = twins[0]->definingOp();
  for (const std::string &origin :
       core.definingOp() ? core.definingOp()->origins() : std::vector<std::string>()) {
    Value *value = target.value(origin);
    const Op *other = value ? value->definingOp() : nullptr;
    if (maker && other && other != maker && other->name() == maker->name() &&
        other->operands() == maker->operands() && other->attrs() == maker->attrs())
      twins.push_back(value);
  }
  return twins;
}

bool Splicer::collect(const Region::Output &output, Value &value, std::vector<Use> uses,
                      size_t &first) {
  for (const Use &use : uses) {
    if (use.op && !positions.contains(use.op))
      return refuse("a nested graph reads '" + value.name() + "'");
    if (use.op && positions.at(use.op) < first) {
      first = positions.at(use.op);
      before = use.op;
    }
  }
  if (!uses.empty())
    rewired.push_back({&output, &value, std::move(uses)});
  return true;
}

/// Readers behind ops of which others read rightly what they bring.
bool Splicer::findBehind(const Region::Output &output, const Value &value, unsigned steps,
                         size_t &first) {
  for (const Use &use : value.uses()) {
    bool isRewired = std::ranges::any_of(rewired, [&](const Rewired &r) {
      return r.old == &value && std::ranges::find(r.uses, use) != r.uses.end();
    });
    if (isRewired || steps == 0 || !passes(use.op, output))
      continue;
    Value &brought = *use.op->result();
    std::vector<Use> uses = brought.uses();
    std::erase_if(uses, [&](const Use &u) { return !expects(u, output); });
    if (!collect(output, brought, std::move(uses), first) ||
        !findBehind(output, brought, steps - 1, first))
      return false;
  }
  return true;
}

bool Splicer::findReaders() {
  size_t first = std::numeric_limits<size_t>::max();
  for (const Region::Output &output : place.outputs)
    for (Value *value : twinsOf(*output.target)) {
      if (!collect(output, *value, readersOf(output, *value), first))
        return false;
      if (isRightInItself(output) && !findBehind(output, *value, mostHandedOn, first))
        return false;
    }
  return !rewired.empty() || refuse("nothing reads what differs");
}

/// Whether the faithful value holds what the core value of its name does, and is there before it is read.
bool Splicer::isUsable(const Value &core, const Value &faithful) const {
  const Op *maker = faithful.definingOp();
  bool isThere = !maker || !before || positions.at(maker) < positions.at(before);
  bool isReplaced =
      std::ranges::any_of(rewired, [&](const Rewired &r) { return r.output->target == &core; });
  const Type &type = faithful.type();
  bool fits = !type.isTensor() || !type.isRanked() || !core.type().isRanked() ||
              type.rank() == core.type().rank();
  // What this place makes wrong is no value to begin from, but one that only some readers misread is.
  const AlignedValue *value = aligned.alignment.find(&core);
  return isThere && fits && value && !(isReplaced && value->replaced);
}

/// Whether a Transpose at most brings the elements into the source's order.
bool Splicer::isOrderable(const Held &held, const Value &source) const {
  const Shape *shape = shapeOf(source);
  return !shape || held.layout.keepsOrder() ||
         permutationOf(inverse(held.layout), held.shape, *shape);
}

std::optional<Held> Splicer::inTarget(const Value &source) const {
  std::optional<Held> best;
  auto isInside = [&](const Value *v) {
    return std::ranges::find(place.target, v->definingOp()) != place.target.end();
  };
  size_t bestPosition = 0;
  for (const auto &[core, value] : aligned.alignment.values) {
    Value *faithful = value.source == &source ? target.value(core->name()) : nullptr;
    if (!faithful || value.shapes.empty() || isInside(core) || !isUsable(*core, *faithful))
      continue;
    Held held{faithful, value.layout, value.shapes.front()};
    if (!isOrderable(held, source))
      continue;
    const Op *maker = faithful->definingOp();
    size_t position = maker ? positions.at(maker) + 1 : 0;
    auto rank = [&](const Held &h, size_t place) {
      const Shape *shape = shapeOf(source);
      return std::tuple(!h.layout.keepsOrder(), shape && h.shape != *shape, place);
    };
    bool better = !best || rank(held, position) < rank(*best, bestPosition);
    if (better) {
      best = std::move(held);
      bestPosition = position;
    }
  }
  return best;
}

std::optional<Held> Splicer::need(const Value &source) {
  if (auto known = written.find(&source); known != written.end())
    return known->second;
  if (auto held = inTarget(source))
    return written[&source] = *held;
  const Op *maker = source.definingOp();
  if (!maker) {
    refuse("the target has nothing in place of the source's '" + source.name() + "'");
    return std::nullopt;
  }
  return write(*maker) ? std::optional(written.at(&source)) : std::nullopt;
}

std::optional<Value *> Splicer::emit(CoreCall call) {
  Spelled spelled = speller.emit(call, before);
  if (!spelled) {
    refuse(spelled.refusal);
    return std::nullopt;
  }
  return spelled.result();
}

/// Sizes under which a value is viewed anew, whatever the batch is: the first one is the value's own where it is equal,
/// else it follows from the others.
Tensor atAnyBatch(Shape sizes, const Shape &held) {
  if (std::ranges::all_of(sizes, [](int64_t size) { return size > 0; }) && !sizes.empty())
    sizes[0] = !held.empty() && held[0] == sizes[0] ? 0 : -1;
  return Tensor::of<int64_t>({static_cast<int64_t>(sizes.size())}, sizes);
}

Tensor Splicer::atAnyBatch(const Value &source, const Shape &held) {
  if (!openSizes)
    openSizes.emplace(*aligned.pair.source);
  const Shape *now = shapeOf(source);
  Tensor usual = fixcon::atAnyBatch(now ? *now : Shape(), held);
  // Where the batch is the first axis, that says it as well.
  auto sizes = now ? openSizes->listFor(source.name(), *now) : std::nullopt;
  return sizes && sizes->size() > 0 && sizes->toInt(0) != -1 ? *sizes : usual;
}

/// Whether operand 1 is sizes, of which 0 stands for the value's own.
bool viewsBySizes(const Op &op) {
  Attribute zeroIsSize = opDef(op)->effective(op, "allowzero");
  return opDef(op)->traits().view && zeroIsSize.get<int64_t>() && *zeroIsSize.get<int64_t>() == 0;
}

/// The value with the elements in the source's order and shape; null after a refusal.
Value *Splicer::inOrder(const Held &held, const Value &source) {
  return inOrder(held, *shapeOf(source), atAnyBatch(source, held.shape));
}

/// Under a shape, which a reshape gives by the sizes.
Value *Splicer::inOrder(const Held &held, const Shape &wanted, const Tensor &sizes) {
  Value *value = held.value;
  Layout back = inverse(held.layout);
  auto perm = permutationOf(back, held.shape, wanted);
  if (!perm && !held.layout.keepsOrder()) {
    refuse("'" + value->name() +
           "' holds the source's elements in an order that no Transpose says");
    return nullptr;
  }
  if (perm && !isIdentity(*perm)) {
    auto moved = emit({opDef("transpose"),
                       {value},
                       attrsOf({{"perm", *perm}}),
                       {true},
                       value->name() + ".ordered"});
    return moved ? *moved : nullptr;
  }
  if (!perm) {
    auto moved = emit({opDef("reshape"), {value, sizes}, {}, {true}, value->name() + ".shaped"});
    return moved ? *moved : nullptr;
  }
  return value;
}

bool isLayoutFree(const Op &op) {
  const OpDef *def = opDef(op);
  return def->family() == Family::Elementwise && op.numResults() == 1;
}

/// The call with operands as the target has them; what `data` gets are the activations among them, in order.
std::optional<CoreCall> Splicer::callOf(const Op &op, std::vector<Held> &data) {
  CoreCall call{opDef(op), {}, op.attrs(), {}, op.result()->name()};
  const Type &result = rewired.front().old->type();
  std::vector<unsigned> learned = learnedOperands(op);
  for (unsigned i = 0; i < op.numOperands(); ++i) {
    const Value *operand = op.operand(i);
    if (!operand) {
      call.operands.emplace_back(nullptr);
    } else if (operand->isWeight()) {
      Tensor constant = operand->tensor();
      const Shape *viewed = i == 1 && viewsBySizes(op) ? shapeOf(*op.operand(0)) : nullptr;
      if (viewed && shapeOf(*op.result()))
        constant = atAnyBatch(*op.result(), *viewed);
      bool isOther = result.isTensor() && isFloat(result.dtype()) && isFloat(constant.dtype()) &&
                     constant.dtype() != result.dtype();
      if (isOther)
        constant = constant.converted(result.dtype());
      // A mask may be infinite, a weight may not.
      bool isLearned = std::ranges::find(learned, i) != learned.end();
      if (isLearned && isFloat(constant.dtype()) && !isFinite(constant)) {
        refuse(notFinite);
        return std::nullopt;
      }
      call.operands.emplace_back(std::move(constant));
    } else {
      auto held = need(*operand);
      if (!held)
        return std::nullopt;
      data.push_back(*held);
      call.operands.emplace_back(held->value);
    }
  }
  for (unsigned i = 0; i < op.numResults(); ++i)
    call.present.push_back(op.hasResult(i));
  return call;
}

bool Splicer::write(const Op &op) {
  constexpr size_t mostWritten = 48;
  if (isOpaque(op) || op.numRegions() > 0)
    return refuse("the source's " + op.name() + " is not written");
  if (written.size() >= mostWritten)
    return refuse("more than " + std::to_string(mostWritten) + " ops would have to be written");
  std::vector<Held> data;
  auto call = callOf(op, data);
  if (!call)
    return false;
  bool oneLayout = !data.empty() && std::ranges::all_of(data, [&](const Held &held) {
    return held.isLike(data.front().layout, data.front().shape);
  });
  bool scalars = std::ranges::all_of(op.operands(), [](const Value *v) {
    return !v || !v->isWeight() || v->tensor().size() <= 1;
  });
  bool asHeld = isLayoutFree(op) && oneLayout && scalars;
  size_t next = 0;
  for (unsigned i = 0; i < op.numOperands() && !asHeld; ++i) {
    const Value *operand = op.operand(i);
    if (!operand || operand->isWeight())
      continue;
    Value *ordered = shapeOf(*operand) ? inOrder(data[next], *operand) : data[next].value;
    if (!ordered)
      return false;
    ++next;
    call->operands[i] = ordered;
  }
  Spelled spelled = speller.emit(*call, before);
  if (!spelled)
    return refuse(spelled.refusal);
  for (unsigned i = 0; i < op.numResults(); ++i) {
    if (!op.hasResult(i))
      continue;
    const Shape *shape = shapeOf(*op.result(i));
    written[op.result(i)] = asHeld
                                ? Held{spelled.result(i), data.front().layout, data.front().shape}
                                : Held{spelled.result(i), {}, shape ? *shape : Shape()};
  }
  return true;
}

/// In the order and shape that the readers of the output expect: what it holds for them, or of a value that is right
/// in itself, the order that it has.
std::optional<Value *> Splicer::asExpected(const Held &held, const Region::Output &output) {
  const Shape *shape = shapeOf(*output.source);
  const AlignedValue *own = aligned.alignment.find(output.target);
  if (!shape)
    return held.value;
  bool isOther = own && own->source != output.source;
  const Layout &layout = isOther ? own->layout : output.layout;
  Shape expected = own && !own->shapes.empty()        ? own->shapes.front()
                   : output.target->type().isStatic() ? output.target->type().shape()
                                                      : *shape;
  // Of another value in place of its own a reader expects the sizes that it has. What has too few elements, or too many,
  // is the fault: readers that want them so do not fit the source's.
  bool isHeldAlike = isOther && layout.keepsOrder() && expected.size() == shape->size();
  if (isHeldAlike || elementCount(expected) != elementCount(*shape))
    expected = *shape;
  if (held.isLike(layout, expected))
    return held.value;
  Value *ordered = inOrder(held, *output.source);
  if (!ordered)
    return std::nullopt;
  if (!isApplicable(layout, aligned.values.find(output.source)->front(), expected)) {
    refuse("what reads '" + output.target->name() + "' expects another number of elements");
    return std::nullopt;
  }
  Value *result =
      inOrder({ordered, inverse(layout), *shape}, expected, fixcon::atAnyBatch(expected, *shape));
  return result ? std::optional(result) : std::nullopt;
}

void Splicer::rewire(const Rewired &r, Value *value) {
  bool isOutput = std::ranges::any_of(r.uses, [](const Use &use) { return !use.op; });
  for (const Use &use : r.uses)
    if (use.op)
      use.op->setOperand(use.index, value);
  if (!isOutput)
    return;
  // An output keeps its name, and no value can have two.
  std::string name = r.old->name();
  bool isNew = value->definingOp() && !positions.contains(value->definingOp());
  if (!isNew) {
    auto copy = emit({opDef("identity"), {value}, {}, {true}, name});
    if (!copy)
      return;
    value = *copy;
  }
  target.rename(r.old, target.uniqueName(name + ".replaced"));
  target.rename(value, name);
  if (r.old->type().isTensor() && value->type().isTensor())
    value->setType(r.old->type());
  for (const Use &use : r.uses)
    if (!use.op)
      target.setOutput(use.index, value);
}

/// The ops that make the values which were read before, and what these are made of.
std::vector<Op *> Splicer::makersOf(const std::vector<Rewired> &values) const {
  std::vector<Op *> makers;
  auto add = [&](const Value *value) {
    Op *maker = value ? value->definingOp() : nullptr;
    if (maker && positions.contains(maker) && std::ranges::find(makers, maker) == makers.end())
      makers.push_back(maker);
  };
  for (const Rewired &r : values)
    add(r.old);
  for (size_t i = 0; i < makers.size(); ++i)
    for (const Value *operand : makers[i]->operands())
      add(operand);
  return makers;
}

std::string Splicer::run() {
  if (!widen() || !findReaders())
    return refusal;
  std::vector<Value *> values;
  for (const Rewired &r : rewired) {
    auto held = need(*r.output->source);
    auto value = held ? asExpected(*held, *r.output) : std::nullopt;
    if (!value)
      return refusal;
    values.push_back(*value);
  }
  for (size_t i = 0; i < rewired.size() && refusal.empty(); ++i)
    rewire(rewired[i], values[i]);
  if (refusal.empty())
    eraseUnused(makersOf(rewired));
  return refusal;
}

} // namespace

std::string splice(const DifferingPlace &place, const AlignedPair &aligned, Module &module) {
  return Splicer(place, aligned, module).run();
}

} // namespace fixcon
