// Nested graphs: branches on constant and on computed conditions, loops, scans. Inside stands what
// any other maker draws, on values of the graph around.
#include "Makers.h"

namespace fixcon {
namespace {

/// One or two steps of elementwise ops that keep the shape of x.
Value *steps(Drawer &draw, Value *x) {
  static const char *const names[] = {"relu", "tanh", "sigmoid", "neg", "abs"};
  Value *y = draw.make(draw.pick(names), {x});
  return draw.flip() ? draw.make("mul", {y, draw.weight(draw.shapeOf(x), 0.5, 1.5)}) : y;
}

/// Given, computed from constants, or from x.
Value *conditionOf(Drawer &draw, Value *x) {
  if (draw.random.chance(0.2))
    return draw.constant(Tensor::scalar(draw.flip()));
  Value *number = draw.random.chance(0.2)
                      ? draw.scalar(draw.flip() ? -1.5 : 1.5)
                      : draw.make("reduce_mean", {x}, attrsOf({{"keepdims", int64_t(0)}}));
  return draw.make("greater", {number, draw.scalar(0.1234567)});
}

Value *branch(Drawer &draw, Value *x) {
  Value *condition = conditionOf(draw, x);
  Op *op = draw.graph.createOp(
      "if", {condition}, attrsOf({{"then_branch", RegionRef{0}}, {"else_branch", RegionRef{1}}}));
  Value *y = op->addResult(x->type(), draw.freshName("v"));
  for (int i = 0; i < 2; ++i) {
    Graph &region = op->addRegion();
    Drawer body(draw, region);
    region.addOutput(steps(body, x));
  }
  return y;
}

/// A fixed number of rounds that carry x along and may end early.
Value *loop(Drawer &draw, Value *x) {
  Value *trips = draw.integer(draw.random.between(1, 3));
  Value *goOn = draw.flip() ? draw.constant(Tensor::scalar(true)) : nullptr;
  Op *op = draw.graph.createOp("loop", {trips, goOn, x}, attrsOf({{"body", RegionRef{0}}}));
  Value *y = op->addResult(x->type(), draw.freshName("v"));
  Graph &region = op->addRegion();
  Drawer body(draw, region);
  Value *trip = region.addArgument(Type::tensor(DType::I64, Shape{}), draw.freshName("i"));
  Value *condition = region.addArgument(Type::tensor(DType::Bool, Shape{}), draw.freshName("c"));
  Value *carried = region.addArgument(x->type(), draw.freshName("a"));
  region.addOutput(draw.flip() ? body.make("identity", {condition})
                               : body.make("less", {trip, body.integer(1)}));
  Value *next = steps(body, carried);
  region.addOutput(draw.flip() ? body.make("add", {next, x}) : next);
  return y;
}

/// Running sums over the first axis, and the slices they are made of.
Value *scan(Drawer &draw, Value *x) {
  if (draw.rankOf(x) < 2)
    return nullptr;
  Shape slice = draw.shapeOf(x);
  slice.erase(slice.begin());
  Type type = Type::tensor(draw.dtype, slice);
  AttrDict attrs = attrsOf({{"body", RegionRef{0}}, {"num_scan_inputs", int64_t(1)}});
  if (draw.flip())
    attrs.set("scan_input_directions", Attribute::Ints{1});
  Op *op = draw.graph.createOp("scan", {draw.weight(slice), x}, attrs);
  Value *last = op->addResult(type, draw.freshName("v"));
  Value *all = op->addResult(x->type(), draw.freshName("v"));
  Graph &region = op->addRegion();
  Drawer body(draw, region);
  Value *state = region.addArgument(type, draw.freshName("s"));
  Value *row = region.addArgument(type, draw.freshName("r"));
  region.addOutput(body.make("add", {state, steps(body, row)}));
  region.addOutput(steps(body, region.output(0)));
  return draw.flip() ? last : all;
}

} // namespace

std::vector<MakerEntry> controlFlowMakers() {
  return {{"branch", branch, true}, {"loop", loop}, {"scan", scan}};
}

} // namespace fixcon
