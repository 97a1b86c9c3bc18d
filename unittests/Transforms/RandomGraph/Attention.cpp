// Attention in its forms, and what goes with it: positions, caches and running products.
#include "Makers.h"

namespace fixcon {
namespace {

/// [1, 2, length, 4] of x, whose elements are mixed by weights.
Value *heads(Drawer &draw, Value *x, int64_t length) {
  x = draw.ranked(x, 2);
  if (!x)
    return nullptr;
  Value *mixed = draw.make("mat_mul", {draw.weight({length, draw.shapeOf(x)[0]}), x});
  Value *wide = draw.make("mat_mul", {mixed, draw.weight({draw.shapeOf(x)[1], 8}, -0.3, 0.3)});
  return wide ? draw.reshaped(draw.within(wide, -2, 2), {1, 2, length, 4}) : nullptr;
}

Value *attention(Drawer &draw, Value *x) {
  Value *q = heads(draw, x, 3), *k = heads(draw, x, 5), *v = heads(draw, x, 5);
  Value *mask = draw.flip() ? draw.weight({3, 5}) : nullptr;
  return draw.make("attention", {q, k, v, mask},
                   attrsOf({{"is_causal", draw.random.between(0, 1)},
                            {"left_window_size", draw.random.between(-1, 2)},
                            {"softcap", draw.flip() ? 0.0 : 2.0}}));
}

Value *rotation(Drawer &draw, Value *x) {
  return draw.make(
      "rotary_embedding",
      {heads(draw, x, 3), draw.weight({6, 2}), draw.weight({6, 2}), draw.integers({1, 3}, 0, 5)},
      attrsOf({{"interleaved", draw.random.between(0, 1)}}));
}

Value *states(Drawer &draw, Value *x) {
  Value *q = heads(draw, x, 3), *k = heads(draw, x, 3);
  if (!q || !k)
    return nullptr;
  q = draw.reshaped(q, {1, 3, 8});
  k = draw.reshaped(k, {1, 3, 8});
  Value *decay = draw.flip() ? draw.weight({1, 3, 2}, -1, 0) : draw.weight({1, 3, 8}, -1, 0);
  return draw.make("linear_attention",
                   {q, k, draw.weight({1, 3, 6}), nullptr, decay, draw.weight({1, 3, 1}, 0, 1)},
                   attrsOf({{"q_num_heads", int64_t(2)}, {"kv_num_heads", int64_t(2)}}));
}

Value *cache(Drawer &draw, Value *x) {
  Value *update = heads(draw, x, 2);
  static const char *const modes[] = {"linear", "circular"};
  return draw.make("tensor_scatter", {draw.weight({1, 2, 5, 4}), update, draw.integers({1}, 0, 3)},
                   attrsOf({{"mode", draw.pick(modes)}}));
}

Value *products(Drawer &draw, Value *x) {
  if (draw.rankOf(x) == 0)
    return nullptr;
  return draw.make(
      "cum_prod", {draw.within(x, -1, 1), draw.integer(draw.axisOf(x))},
      attrsOf({{"exclusive", draw.random.between(0, 1)}, {"reverse", draw.random.between(0, 1)}}));
}

} // namespace

std::vector<MakerEntry> attentionMakers() {
  return {{"attention", attention},
          {"rotation", rotation},
          {"states", states},
          {"cache", cache},
          {"products", products}};
}

} // namespace fixcon
