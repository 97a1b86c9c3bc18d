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
#include "fixcon/Localize/PlaceReaders.h"
#include "fixcon/Localize/ShapePartners.h"
#include "fixcon/Ops/Opaque.h"
#include "fixcon/Spelling/Speller.h"
#include "fixcon/Transforms/CoreBuilder.h"

#include <algorithm>
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

class Splicer {
public:
  Splicer(const DifferingPlace &place, const AlignedPair &aligned, const Graph &executable,
          Module &module)
      : place(place), aligned(aligned), target(*module.graph("target")), inFile(target, executable),
        readers(this->place, aligned, target, inFile), speller(target, aligned.pair.targetNormal) {}

  std::string run();

private:
  using Rewired = PlaceReaders::Rewired;
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
  std::vector<Op *> makersOfOld() const;
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
  FaithfulValues inFile;
  PlaceReaders readers;
  Speller speller;
  std::optional<OpenSizes> openSizes; ///< once they are asked for
  std::map<const Value *, Held> written;
  std::vector<Op *> made; ///< nodes of the file
  std::string refusal;
};

/// Whether the faithful value holds what the core value of its name does, and is there before it is read.
bool Splicer::isUsable(const Value &core, const Value &faithful) const {
  const Op *maker = faithful.definingOp();
  bool isThere =
      !maker || !readers.first() || readers.positionOf(maker) < readers.positionOf(readers.first());
  bool isReplaced = std::ranges::any_of(readers.rewired(),
                                        [&](const Rewired &r) { return r.output.target == &core; });
  const Type &type = faithful.type();
  bool fits = !type.isTensor() || !type.isRanked() || !core.type().isRanked() ||
              type.rank() == core.type().rank() || inFile.shapeOf(core);
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

/// As it lies with the axes in that order; false if that is no permutation of axes.
static bool reorder(Held &held, const Permutation &order) {
  Layout layout{held.shape, order};
  if (!held.layout.keepsOrder()) {
    if (held.layout.perm.size() != order.size())
      return false;
    layout.view = held.layout.view;
    for (int64_t &axis : layout.perm)
      axis = held.layout.perm[static_cast<size_t>(axis)];
  }
  Shape shape;
  for (int64_t axis : order)
    shape.push_back(held.shape[static_cast<size_t>(axis)]);
  held.layout = std::move(layout);
  held.shape = std::move(shape);
  return true;
}

std::optional<Held> Splicer::inTarget(const Value &source) const {
  std::optional<Held> best;
  auto isInside = [&](const Value *v) {
    return std::ranges::find(place.target, v->definingOp()) != place.target.end();
  };
  size_t bestPosition = 0;
  for (const auto &[core, value] : aligned.alignment.values) {
    Value *faithful = value.source == &source ? inFile.of(*core) : nullptr;
    if (!faithful || value.shapes.empty() || isInside(core) || !isUsable(*core, *faithful))
      continue;
    auto shape = inFile.shapeOf(*core);
    if (shape && !value.layout.keepsOrder())
      continue;
    Held held{faithful, value.layout, shape.value_or(value.shapes.front())};
    if (auto order = inFile.orderOf(*core); order && !reorder(held, *order))
      continue;
    if (!isOrderable(held, source))
      continue;
    const Op *maker = faithful->definingOp();
    size_t position = maker ? *readers.positionOf(maker) + 1 : 0;
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
  Spelled spelled = speller.emit(call, readers.first());
  if (!spelled) {
    refuse(spelled.refusal);
    return std::nullopt;
  }
  made.insert(made.end(), spelled.ops.begin(), spelled.ops.end());
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
  const Type &result = readers.rewired().front().old->type();
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
  Spelled spelled = speller.emit(*call, readers.first());
  if (!spelled)
    return refuse(spelled.refusal);
  made.insert(made.end(), spelled.ops.begin(), spelled.ops.end());
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
  Layout layout = isOther ? own->layout : output.layout;
  Shape expected = own && !own->shapes.empty()        ? own->shapes.front()
                   : output.target->type().isStatic() ? output.target->type().shape()
                                                      : *shape;
  // Of another value in place of its own a reader expects the sizes that it has. What has too few elements, or too many,
  // is the fault: readers that want them so do not fit the source's.
  bool isHeldAlike = isOther && layout.keepsOrder() && expected.size() == shape->size();
  if (isHeldAlike || elementCount(expected) != elementCount(*shape))
    expected = *shape;
  if (auto inNode = inFile.shapeOf(*output.target); inNode && layout.keepsOrder())
    expected = *inNode;
  if (auto order = inFile.orderOf(*output.target); order && order->size() == expected.size()) {
    Held there{nullptr, layout, expected};
    if (reorder(there, *order)) {
      layout = there.layout;
      expected = there.shape;
    }
  }
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
  bool isNew = value->definingOp() && !readers.positionOf(value->definingOp());
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
std::vector<Op *> Splicer::makersOfOld() const {
  std::vector<Op *> makers;
  auto add = [&](const Value *value) {
    Op *maker = value ? value->definingOp() : nullptr;
    if (maker && readers.positionOf(maker) && std::ranges::find(makers, maker) == makers.end())
      makers.push_back(maker);
  };
  for (const Rewired &r : readers.rewired())
    add(r.old);
  for (size_t i = 0; i < makers.size(); ++i)
    for (const Value *operand : makers[i]->operands())
      add(operand);
  return makers;
}

std::string Splicer::run() {
  if (!readers.find())
    return readers.refusal();
  std::vector<Value *> values;
  for (const Rewired &r : readers.rewired()) {
    auto held = need(*r.output.source);
    auto value = held ? asExpected(*held, r.output) : std::nullopt;
    if (!value)
      return refusal;
    values.push_back(*value);
  }
  for (size_t i = 0; i < values.size() && refusal.empty(); ++i)
    rewire(readers.rewired()[i], values[i]);
  if (refusal.empty()) {
    eraseUnused(makersOfOld());
    eraseUnused(made);
  }
  return refusal;
}

} // namespace

std::string splice(const DifferingPlace &place, const AlignedPair &aligned, Module &module,
                   PassContext &context) {
  const auto *files = context.analyses.get<ExecutablePair>(module, context);
  return files ? Splicer(place, aligned, *files->targetExecutable, module).run()
               : "the target has no executable form";
}

} // namespace fixcon
