// Reductions over constant axes, over all axes, and running sums.
#include "Makers.h"

namespace fixcon {
namespace {

std::vector<int64_t> someAxes(Drawer &draw, Value *x) {
  std::vector<int64_t> axes{draw.flip() ? -1 : draw.rankOf(x) - 1};
  if (draw.rankOf(x) > 2 && draw.flip())
    axes.push_back(draw.flip() ? 1 : -2);
  return axes;
}

Value *reduction(Drawer &draw, Value *x) {
  if (draw.rankOf(x) < 2)
    return nullptr;
  static const char *const names[] = {"reduce_mean",       "reduce_sum",        "reduce_max",
                                      "reduce_min",        "reduce_l1",         "reduce_l2",
                                      "reduce_sum_square", "reduce_log_sum_exp"};
  return draw.make(draw.pick(names), {x, draw.ints(someAxes(draw, x))},
                   attrsOf({{"keepdims", draw.random.between(0, 1)}}));
}

/// Those that need positive or moderate operands.
Value *guardedReduction(Drawer &draw, Value *x) {
  if (draw.rankOf(x) < 2)
    return nullptr;
  return draw.make(draw.flip() ? "reduce_log_sum" : "reduce_prod",
                   {draw.within(x, 0.5, 1.5), draw.ints(someAxes(draw, x))});
}

Value *overAll(Drawer &draw, Value *x) {
  Value *mean = draw.make(draw.flip() ? "reduce_mean" : "reduce_sum", {x});
  return draw.make("add", {x, mean});
}

Value *noAxes(Drawer &draw, Value *x) {
  return draw.make("reduce_sum", {x, draw.ints({})},
                   attrsOf({{"noop_with_empty_axes", int64_t(1)}}));
}

Value *runningSum(Drawer &draw, Value *x) {
  if (draw.rankOf(x) == 0)
    return nullptr;
  return draw.make(
      "cum_sum", {x, draw.integer(draw.axisOf(x))},
      attrsOf({{"exclusive", draw.random.between(0, 1)}, {"reverse", draw.random.between(0, 1)}}));
}

} // namespace

std::vector<MakerEntry> reductionMakers() {
  return {{"reduction", reduction, false, 2},
          {"guardedReduction", guardedReduction},
          {"overAll", overAll},
          {"noAxes", noAxes},
          {"runningSum", runningSum}};
}

} // namespace fixcon
