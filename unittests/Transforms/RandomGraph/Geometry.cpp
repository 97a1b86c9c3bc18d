// Images read and written at other places than windows say, bits, and counts of tokens.
#include "Makers.h"

namespace fixcon {
namespace {

Value *affine(Drawer &draw, Value *x) {
  x = draw.image(x);
  if (!x)
    return nullptr;
  int64_t samples = draw.shapeOf(x)[0];
  Value *theta = draw.weight({samples, 2, 3});
  Value *grid = draw.make("affine_grid", {theta, draw.ints({samples, 1, 3, 2})},
                          attrsOf({{"align_corners", draw.random.between(0, 1)}}));
  return draw.make("grid_sample", {x, grid}, attrsOf({{"mode", "linear"}}));
}

Value *deformed(Drawer &draw, Value *x) {
  x = draw.image(x);
  if (!x || draw.shapeOf(x)[2] < 2 || draw.shapeOf(x)[3] < 2)
    return nullptr;
  Shape shape = draw.shapeOf(x);
  Shape result{shape[0], 8, shape[2] - 1, shape[3] - 1};
  Value *offsets = draw.weight(result, -1.5, 1.5);
  result[1] = 4;
  Value *mask = draw.flip() ? draw.weight(result, 0, 1) : nullptr;
  return draw.make("deform_conv",
                   {x, draw.weight({3, shape[1], 2, 2}), offsets, draw.weight({3}), mask});
}

Value *blocks(Drawer &draw, Value *x) {
  x = draw.ranked(x, 2);
  if (!x)
    return nullptr;
  Value *channels = draw.make("mat_mul", {draw.weight({8, draw.shapeOf(x)[0]}), x});
  Value *all = draw.make("mat_mul", {channels, draw.weight({draw.shapeOf(x)[1], 6})});
  if (!all)
    return nullptr;
  return draw.make("col2im", {draw.reshaped(all, {1, 8, 6}), draw.ints({3, 4}), draw.ints({2, 2})});
}

Value *largest(Drawer &draw, Value *x) {
  x = draw.image(x);
  if (!x)
    return nullptr;
  Tensor rois = Tensor::of<double>({2, 5}, {0, 0, 0, 2, 3, 0, 1, 1, 5, 5});
  return draw.make("max_roi_pool", {x, draw.constant(rois.converted(draw.dtype))},
                   attrsOf({{"pooled_shape", Attribute::Ints{2, 2}}}));
}

Value *bits(Drawer &draw, Value *x) {
  if (draw.dtype != DType::F64)
    return nullptr;
  Value *whole = draw.make("bit_cast", {x}, attrsOf({{"to", DType::I64}}));
  return draw.make("bit_cast", {whole}, attrsOf({{"to", DType::F64}}));
}

Value *tokens(Drawer &draw, Value *x) {
  if (draw.rankOf(x) == 0)
    return nullptr;
  Value *rows = draw.wholes(draw.ranked(x, 2), 0, 3);
  return draw.floats(draw.make("tf_idf_vectorizer", {rows},
                               attrsOf({{"mode", "TF"},
                                        {"min_gram_length", int64_t(1)},
                                        {"max_gram_length", int64_t(2)},
                                        {"max_skip_count", int64_t(1)},
                                        {"ngram_counts", Attribute::Ints{0, 2}},
                                        {"ngram_indexes", Attribute::Ints{0, 1, 2}},
                                        {"pool_int64s", Attribute::Ints{1, 2, 0, 1}}})));
}

} // namespace

std::vector<MakerEntry> geometryMakers() {
  return {{"affine", affine},   {"deformed", deformed}, {"blocks", blocks},
          {"largest", largest}, {"bits", bits, true},   {"tokens", tokens, true}};
}

} // namespace fixcon
