// FlexAttention is attention whose scores and probabilities go through nested graphs:
//
//   scores = score_mod(scale * Q K^T);  probs = prob_mod(softmax(scores));  probs V
//
// Several heads of queries may share one of keys, which is repeated. Between the products numbers
// have the precision of the softmax: f32, or what is wider or asked for.
#include "fixcon/Formats/ONNX/ElementNumbers.h"
#include "fixcon/Transforms/InlineGraph.h"
#include "fixcon/Transforms/RuleBuilder.h"

#include <cmath>

namespace fixcon {

namespace {
enum Operand : unsigned { Query, Key, Values };
}

/// Sizes of heads and their numbers, which the rule needs to know.
static bool areKnown(const RuleBuilder &b) {
  for (unsigned i = Query; i <= Values; ++i) {
    const Type &type = b.in(i)->type();
    if (!type.isTensor() || !type.isRanked() || type.rank() != 4 || !type.dim(1).isStatic() ||
        !type.dim(3).isStatic() || type.dim(1).size() < 1 || type.dim(3).size() < 1)
      return false;
  }
  return b.in(Query)->type().dim(1).size() % b.in(Key)->type().dim(1).size() == 0;
}

/// Each head as often as queries share it: [N, h, S, D] by [N, h, 1, S, D] to [N, heads, S, D].
static Value *shared(RuleBuilder &b, Value *x, int64_t heads) {
  int64_t own = x->type().dim(1).size(), size = x->type().dim(3).size();
  if (own == heads)
    return x;
  Value *apart = b.value("unsqueeze", {x, b.ints({2})});
  Value *repeated = b.value("expand", {apart, b.ints({1, 1, heads / own, 1, 1})});
  return b.value("reshape", {repeated, b.ints({0, heads, -1, size})});
}

static Value *converted(RuleBuilder &b, Value *x, DType to) {
  if (x->type().isTensor() && x->type().dtype() == to)
    return x;
  return b.cast(x, to);
}

/// What the nested graph of that attribute makes of `x`; `x` itself without one.
static Value *modified(Op &op, RuleBuilder &b, const char *attribute, Value *x) {
  auto region = b.take<RegionRef>(attribute);
  if (!region)
    return x;
  const Graph *graph = region->index < op.numRegions() ? &op.region(region->index) : nullptr;
  if (!graph || graph->arguments().size() != 1 || graph->numOutputs() != 1) {
    b.error() << attribute << " is no graph of one value";
    b.fail();
    return x;
  }
  ValueMap map{{graph->argument(0), x}};
  const Op *last = op.previous();
  copyInFrontOf(*graph, op, map);
  for (Op *copy = last ? last->next() : op.parent().front(); copy != &op; copy = copy->next())
    if (failed(inferOp(*copy)))
      b.fail();
  return mapped(map, graph->output(0));
}

LogicalResult rulePreviewFlexAttention(Op &op, RuleBuilder &b) {
  if (!areKnown(b))
    return b.error() << "numbers and sizes of heads are not known or do not go together";
  DType dtype = b.in(Query)->type().dtype();
  auto size = static_cast<double>(b.in(Query)->type().dim(3).size());
  double scale = b.take<double>("scale", 1 / std::sqrt(size));
  std::optional<DType> precision = dtype == DType::F64 ? DType::F64 : DType::F32;
  if (auto number = b.take<int64_t>("softmax_precision"))
    precision = dtypeOfElementNumber(*number);
  if (!precision || !isFloat(*precision))
    return b.error() << "softmax_precision is no float";
  int64_t heads = b.in(Query)->type().dim(1).size();
  Value *keys = b.value("transpose", {shared(b, b.in(Key), heads)},
                        attrsOf({{"perm", Attribute::Ints{0, 1, 3, 2}}}));
  Value *scores = b.value("mat_mul", {b.in(Query), keys});
  scores = b.value("mul", {scores, b.scalarLike(scores, scale)});
  scores = modified(op, b, "score_mod", converted(b, scores, *precision));
  Value *probs = b.value("softmax", {scores}, attrsOf({{"axis", int64_t(-1)}}));
  probs = modified(op, b, "prob_mod", probs);
  Value *values = converted(b, shared(b, b.in(Values), heads), *precision);
  b.result(0, converted(b, b.value("mat_mul", {probs, values}), dtype));
  return success();
}

} // namespace fixcon
