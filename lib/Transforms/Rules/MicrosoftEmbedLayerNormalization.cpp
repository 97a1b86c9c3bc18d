// EmbedLayerNormalization: the sum of the embeddings of words, positions and segments, normalised.
//
//   %y, %m, %s = com.microsoft.EmbedLayerNormalization %ids, %segs, %words, %places, %kinds, %g,
//                                                      %b, %mask
//   ->  %s = add(add(gather(%words, %ids), %places[0:length]), gather(%kinds, %segs))
//       %y = layer_normalization(%s, %g, %b)
//       %m = the number of ones in each row of %mask
//
// Without position ids they count up from 0; without a mask its index is 0.
#include "fixcon/Ops/ElementCode.h"
#include "fixcon/Transforms/RuleBuilder.h"

namespace fixcon {

namespace {
enum Operand : unsigned { Ids, Segments, Words, Places, Kinds, Gamma, Beta, Mask, Positions };
}

/// The size of one axis of the ids, as i64[1].
static Value *sizeOf(RuleBuilder &b, int64_t axis) {
  return b.value("slice", {b.value("shape", {b.in(Ids)}), b.ints({axis}), b.ints({axis + 1})});
}

static Value *placeEmbedding(RuleBuilder &b) {
  if (b.in(Positions))
    return b.value("gather", {b.in(Places), b.in(Positions)});
  return b.value("slice", {b.in(Places), b.ints({0}), sizeOf(b, 1), b.ints({0})});
}

static Value *maskIndex(RuleBuilder &b) {
  if (!b.in(Mask))
    return b.value("expand", {b.constant(Tensor::scalar(int32_t(0))), sizeOf(b, 0)});
  Value *ones = b.value("equal", {b.in(Mask), b.scalarLike(b.in(Mask), 1)});
  Value *counted = b.value("cast", {ones}, attrsOf({{"to", codeOf(DType::I32)}}));
  return b.value("reduce_sum", {counted, b.ints({1})}, attrsOf({{"keepdims", int64_t(0)}}));
}

LogicalResult ruleMicrosoftEmbedLayerNormalization(Op &op, RuleBuilder &b) {
  if (failed(b.needs({Ids, Words, Places, Gamma, Beta})))
    return failure();
  if (!b.in(Segments) != !b.in(Kinds))
    return b.error() << "segment ids and segment embedding need each other";
  double epsilon = b.take<double>("epsilon", double(1e-12f));
  b.ignore({"mask_index_type"});
  Value *sum = b.value("gather", {b.in(Words), b.in(Ids)});
  sum = b.value("add", {sum, placeEmbedding(b)});
  if (b.in(Kinds))
    sum = b.value("add", {sum, b.value("gather", {b.in(Kinds), b.in(Segments)})});
  b.result(0, b.value("layer_normalization", {sum, b.in(Gamma), b.in(Beta)},
                      attrsOf({{"axis", int64_t(-1)}, {"epsilon", epsilon}})));
  if (op.numResults() > 1 && op.hasResult(1))
    b.result(1, maskIndex(b));
  b.result(2, sum);
  return success();
}

} // namespace fixcon
