// Slices as NumPy writes them. Bits of masks say, for each entry, that its begin or end is not given, that it stands for
// all axes which no other entry names, that it makes a new axis, or that it takes one element and no axis.
#include "Rules/Support/ConstantOperand.h"

namespace fixcon {

namespace {

struct Masks {
  int64_t begin, end, ellipses, newAxes, shrinks;
  bool offset;

  static bool bit(int64_t mask, int64_t i) { return i < 32 && (mask >> i & 1); }
  bool ellipsis(int64_t i) const { return bit(ellipses, i); }
  bool makesAxis(int64_t i) const { return !ellipsis(i) && bit(newAxes, i); }
  bool takesOne(int64_t i) const { return bit(shrinks, i); }
};

/// Entry `entry` on an axis of the operand.
struct Bound {
  int64_t entry, axis, step;
  bool one;
};

} // namespace

static Masks masksOf(RuleBuilder &b) {
  Masks masks{};
  masks.begin = b.take<int64_t>("begin_mask", 0);
  masks.end = b.take<int64_t>("end_mask", 0);
  masks.ellipses = b.take<int64_t>("ellipsis_mask", 0);
  masks.newAxes = b.take<int64_t>("new_axis_mask", 0);
  masks.shrinks = b.take<int64_t>("shrink_axis_mask", 0);
  masks.offset = b.take("offset", false);
  return masks;
}

/// Starts and ends that are known.
static Value *slicedByConstants(RuleBuilder &b, const std::vector<Bound> &bounds,
                                const Masks &masks) {
  std::vector<int64_t> begin = b.weight(1)->toInts(), end = b.weight(2)->toInts(), from, to, axes,
                       steps;
  for (const Bound &bound : bounds) {
    auto i = static_cast<size_t>(bound.entry);
    if (i >= begin.size() || i >= end.size())
      return b.error() << "it has more strides than begins or ends", nullptr;
    bool down = bound.step < 0;
    bool opensFront = Masks::bit(masks.begin, bound.entry) && !bound.one;
    bool opensEnd = Masks::bit(masks.end, bound.entry) && !bound.one;
    int64_t first = opensFront ? (down ? INT32_MAX : 0) : begin[i];
    int64_t last = masks.offset ? begin[i] + end[i] : end[i];
    if (bound.one)
      last = first == -1 ? INT32_MAX : first + 1;
    from.push_back(first);
    to.push_back(opensEnd ? (down ? -INT32_MAX : INT32_MAX) : last);
    axes.push_back(bound.axis);
    steps.push_back(bound.step);
  }
  return b.value("slice", {b.in(0), b.ints(from), b.ints(to), b.ints(axes), b.ints(steps)});
}

/// One axis of starts and ends that are computed.
static Value *slicedOnce(RuleBuilder &b, Value *x, const Bound &bound, const Masks &masks) {
  auto entry = [&](unsigned operand) {
    Value *at = b.ints({bound.entry});
    return b.cast(b.value("gather", {b.in(operand), at}), DType::I64);
  };
  bool down = bound.step < 0;
  Value *from = Masks::bit(masks.begin, bound.entry) && !bound.one ? b.ints({down ? INT32_MAX : 0})
                                                                   : entry(1);
  Value *to = nullptr;
  if (bound.one) {
    Value *next = b.value("add", {from, b.ints({1})});
    Value *wraps = b.value("equal", {next, b.ints({0})});
    to = b.value("where", {wraps, b.ints({INT32_MAX}), next});
  } else if (Masks::bit(masks.end, bound.entry))
    to = b.ints({down ? -INT32_MAX : INT32_MAX});
  else
    to = masks.offset ? b.value("add", {from, entry(2)}) : entry(2);
  return b.value("slice", {x, from, to, b.ints({bound.axis}), b.ints({bound.step})});
}

/// Operand 0 between the bounds; null with a report.
static Value *sliced(RuleBuilder &b, const std::vector<Bound> &bounds, const Masks &masks) {
  if (bounds.empty())
    return b.in(0);
  if (b.weight(1) && b.weight(2))
    return slicedByConstants(b, bounds, masks);
  Value *x = b.in(0);
  for (const Bound &bound : bounds)
    x = slicedOnce(b, x, bound, masks);
  return x;
}

LogicalResult ruleTFLiteStridedSlice(Op &, RuleBuilder &b) {
  auto rank = knownRank(b, 0);
  auto steps = rank ? constantInts(b, 3, "the strides") : std::nullopt;
  if (!steps)
    return failure();
  Masks masks = masksOf(b);
  int64_t entries = static_cast<int64_t>(steps->size()), named = 0;
  for (int64_t i = 0; i < entries; ++i)
    named += !masks.ellipsis(i) && !masks.makesAxis(i);
  std::vector<int64_t> axes, squeezed, made, picked, ends, strides;
  int64_t axis = 0, out = 0;
  std::vector<Bound> bounds;
  for (int64_t i = 0; i < entries; ++i) {
    if (masks.ellipsis(i)) {
      axis += *rank - named;
      out += *rank - named;
    } else if (masks.makesAxis(i))
      made.push_back(out++);
    else {
      int64_t step = masks.takesOne(i) ? 1 : (*steps)[static_cast<size_t>(i)];
      bounds.push_back({i, axis, step, masks.takesOne(i)});
      if (masks.takesOne(i))
        squeezed.push_back(axis);
      else
        ++out;
      ++axis;
    }
  }
  Value *y = sliced(b, bounds, masks);
  if (!y)
    return failure();
  if (!squeezed.empty())
    y = b.value("squeeze", {y, b.ints(squeezed)});
  if (!made.empty())
    y = b.value("unsqueeze", {y, b.ints(made)});
  b.result(0, y);
  return success();
}

} // namespace fixcon
