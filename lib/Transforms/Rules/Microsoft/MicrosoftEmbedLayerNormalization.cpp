// EmbedLayerNormalization: the sum of the embeddings of words, positions and segments, normalised.
//
//   %y, %m, %s = com.microsoft.EmbedLayerNormalization %ids, %segs, %words, %places, %kinds, %g,
//                                                      %b, %mask
//   ->  %s = add(add(gather(%words, %ids), %places[0:length]), gather(%kinds, %segs))
//       %y = layer_normalization(%s, %g, %b)
//       %m = the number of ones in each row of %mask
//
// Without position ids they count up from 0; without a mask its index is 0.
#include "Rules/Support/Embedding.h"

namespace fixcon {

/// The size of one axis of the ids, as i64[1].
static Value *sizeOf(RuleBuilder &b, const Embedding &e, int64_t axis) {
  return b.value("slice", {b.value("shape", {e.ids}), b.ints({axis}), b.ints({axis + 1})});
}

static Value *placeEmbedding(RuleBuilder &b, const Embedding &e) {
  if (e.positions)
    return b.value("gather", {e.places, e.positions});
  return b.value("slice", {e.places, b.ints({0}), sizeOf(b, e, 1), b.ints({0})});
}

static Value *maskIndex(RuleBuilder &b, const Embedding &e) {
  if (!e.mask)
    return b.value("expand", {b.constant(Tensor::scalar(int32_t(0))), sizeOf(b, e, 0)});
  Value *ones = b.value("equal", {e.mask, b.scalarLike(e.mask, 1)});
  Value *counted = b.cast(ones, DType::I32);
  return b.value("reduce_sum", {counted, b.ints({1})}, attrsOf({{"keepdims", int64_t(0)}}));
}

LogicalResult finishEmbedding(RuleBuilder &b, const Embedding &e) {
  if (!e.segments != !e.kinds)
    return b.error() << "segment ids and segment embedding need each other";
  double epsilon = b.take<double>("epsilon", double(1e-12f));
  Value *sum = b.value("gather", {e.words, e.ids});
  sum = b.value("add", {sum, placeEmbedding(b, e)});
  if (e.kinds)
    sum = b.value("add", {sum, b.value("gather", {e.kinds, e.segments})});
  b.result(0, b.value("layer_normalization", {sum, e.gamma, e.beta},
                      attrsOf({{"axis", int64_t(-1)}, {"epsilon", epsilon}})));
  if (b.position().numResults() > 1 && b.position().hasResult(1))
    b.result(1, maskIndex(b, e));
  b.result(2, sum);
  return success();
}

LogicalResult ruleMicrosoftEmbedLayerNormalization(Op &, RuleBuilder &b) {
  if (failed(b.needs({0, 2, 3, 5, 6})))
    return failure();
  b.ignore({"mask_index_type"});
  return finishEmbedding(
      b, {b.in(0), b.in(1), b.in(2), b.in(3), b.in(4), b.in(5), b.in(6), b.in(7), b.in(8)});
}

} // namespace fixcon
