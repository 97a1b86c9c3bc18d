// Windows, spectra, and numbers drawn with a seed of their own, which are the same in every run.
#include "Makers.h"

namespace fixcon {
namespace {

Value *window(Drawer &draw, Value *x) {
  if (draw.rankOf(x) == 0)
    return nullptr;
  static const char *const names[] = {"hann_window", "hamming_window", "blackman_window"};
  Value *w = draw.make(
      draw.pick(names), {draw.integer(draw.shapeOf(x).back())},
      attrsOf({{"output_datatype", draw.dtype}, {"periodic", draw.random.between(0, 1)}}));
  return draw.make("mul", {x, w});
}

Value *spectrum(Drawer &draw, Value *x) {
  x = draw.ranked(x, 2);
  if (!x)
    return nullptr;
  Value *signal = draw.reshaped(x, {draw.shapeOf(x)[0], draw.shapeOf(x)[1], 1});
  return draw.make("dft", {signal, nullptr, draw.integer(1)},
                   attrsOf({{"onesided", draw.random.between(0, 1)}}));
}

Value *frames(Drawer &draw, Value *x) {
  x = draw.ranked(x, 2);
  if (!x || draw.shapeOf(x)[1] < 4)
    return nullptr;
  Value *w = draw.flip() ? draw.weight({4}, 0, 1) : nullptr;
  Value *signal = draw.reshaped(x, {draw.shapeOf(x)[0], draw.shapeOf(x)[1], 1});
  return draw.make("stft", {signal, draw.integer(2), w, w ? nullptr : draw.integer(4)});
}

Value *mel(Drawer &draw, Value *x) {
  x = draw.ranked(x, 2);
  Value *m =
      draw.make("mel_weight_matrix",
                {draw.integer(3), draw.integer(16), draw.integer(8000),
                 draw.constant(Tensor::scalar(0.0f)), draw.constant(Tensor::scalar(4000.0f))},
                attrsOf({{"output_datatype", draw.dtype}}));
  if (!x || !m)
    return nullptr;
  Value *bins = draw.make("mat_mul", {x, draw.weight({draw.shapeOf(x)[1], draw.shapeOf(m)[0]})});
  return draw.make("mat_mul", {bins, m});
}

Value *noise(Drawer &draw, Value *x) {
  AttrDict attrs = attrsOf({{"seed", 5.0}, {"dtype", draw.dtype}});
  if (draw.flip())
    return draw.make(
        "add",
        {x, draw.make(draw.flip() ? "random_normal_like" : "random_uniform_like", {x}, attrs)});
  attrs.set("shape", Attribute::Ints(draw.shapeOf(x)));
  return draw.make("add",
                   {x, draw.make(draw.flip() ? "random_normal" : "random_uniform", {}, attrs)});
}

Value *draws(Drawer &draw, Value *x) {
  x = draw.make("where", {draw.make("is_nan", {x}), draw.scalar(0), x}); // no probability otherwise
  if (draw.flip())
    return draw.make("bernoulli", {draw.within(x, 0.1, 0.9)}, attrsOf({{"seed", 7.0}}));
  return draw.floats(draw.make("multinomial", {draw.within(draw.ranked(x, 2), -1, 1)},
                               attrsOf({{"seed", 7.0}, {"sample_size", int64_t(3)}})));
}

} // namespace

std::vector<MakerEntry> signalMakers() {
  return {{"window", window}, {"spectrum", spectrum}, {"frames", frames},
          {"mel", mel},       {"noise", noise},       {"draws", draws, true}};
}

} // namespace fixcon
