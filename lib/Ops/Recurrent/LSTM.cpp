// The long short-term memory; gates in the order i, o, f, c, peepholes in the order i, o, f:
//   i = f(.. + Pi * c), f = f(.. + Pf * c), c' = f * c + i * g(..), o = f(.. + Po * c'),
//   h = o * h(c'). With input_forget the forget gate is 1 - i; with cell_clip c' is cut to [-cell_clip, cell_clip].
// With quantized_state the products read h rounded to 256 steps over its range, 0 included, as
// DynamicQuantizeLinear rounds; a sample by itself.
#include "Recurrent.h"

#include <algorithm>
#include <cmath>

namespace fixcon {

namespace {
struct LSTMAttrs : RecurrentAttrs {
  int64_t inputForget = 0, quantizedState = 0;
  double cellClip = 0; ///< 0: none
  template <class V> void visit(V &v) {
    RecurrentAttrs::visit(v);
    v("input_forget", inputForget);
    v("quantized_state", quantizedState);
    v("cell_clip", cellClip);
  }
};
enum Gate : int64_t { Input, Output, Forget, Cell };
} // namespace

static const RecurrentForm &form() {
  static const RecurrentForm lstm{"lstm", 4, 2, {"Sigmoid", "Tanh", "Tanh"}};
  return lstm;
}

static LogicalResult inferLSTM(InferContext &context) {
  if (failed(inferRecurrent(context, form())))
    return failure();
  if (!context.isRanked(7))
    return success();
  const Type &p = context.type(7), &r = context.type(2);
  bool fits = p.rank() == 2 && (!p.dim(1).isStatic() || !r.isRanked() || !r.dim(2).isStatic() ||
                                p.dim(1).size() == 3 * r.dim(2).size());
  bool both = !p.dim(0).isStatic() || p.dim(0).size() == context.attrs<LSTMAttrs>().directions();
  if (!fits || !both)
    return context.error("lstm_c4") << "peepholes are " << p.str();
  return success();
}

/// The numbers that 8 bits hold of some, in the arithmetic of f32.
static std::vector<double> roundedToBytes(const double *numbers, size_t count) {
  std::vector<double> out(numbers, numbers + count);
  constexpr float steps = 255;
  float least = 0, most = 0;
  for (double x : out) {
    least = std::min(least, static_cast<float>(x));
    most = std::max(most, static_cast<float>(x));
  }
  float scale = (most - least) / steps;
  if (scale == 0 || !std::isfinite(scale))
    return out;
  float zero = std::nearbyint(std::clamp(-least / scale, 0.0F, steps));
  for (double &x : out)
    x = double(std::clamp(std::nearbyint(static_cast<float>(x) / scale) + zero, 0.0F, steps) -
               zero) *
        double(scale);
  return out;
}

static void step(const RecurrentCell &cell, const double *gates, double *h, double *c,
                 const LSTMAttrs &attrs) {
  auto size = static_cast<size_t>(cell.hidden);
  std::vector<double> read = attrs.quantizedState ? roundedToBytes(h, size) : cell.read(h);
  // The arguments of a gate's activation for all hidden units.
  auto shares = [&](Gate gate, bool peephole) {
    std::vector<double> values(size);
    for (int64_t i = 0; i < cell.hidden; ++i) {
      int64_t row = gate * cell.hidden + i;
      double bias = cell.b ? cell.b[4 * cell.hidden + row] : 0;
      double state = peephole && cell.p ? cell.p[row] * c[i] : 0;
      values[static_cast<size_t>(i)] =
          gates[row] + dot(cell.r + row * cell.hidden, read.data(), cell.hidden) + bias + state;
    }
    return values;
  };
  std::vector<double> input = shares(Input, true), forget = shares(Forget, true);
  std::vector<double> candidate = shares(Cell, false);
  cell.activate(0, input);
  cell.activate(0, forget);
  cell.activate(1, candidate);
  for (size_t i = 0; i < size; ++i)
    c[i] = (attrs.inputForget ? 1 - input[i] : forget[i]) * c[i] + input[i] * candidate[i];
  if (attrs.cellClip > 0)
    for (size_t i = 0; i < size; ++i)
      c[i] = std::clamp(c[i], -attrs.cellClip, attrs.cellClip);
  std::vector<double> output = shares(Output, true), state(c, c + size);
  cell.activate(0, output);
  cell.apply(2, state);
  for (size_t i = 0; i < size; ++i)
    h[i] = output[i] * state[i];
}

static LogicalResult evalLSTM(EvalContext &context) {
  auto attrs = context.attrs<LSTMAttrs>();
  return runRecurrent(
      context, attrs, form(),
      [&](const RecurrentCell &cell, const double *gates, double *h, double *c) {
        step(cell, gates, h, c, attrs);
      },
      7);
}

OpDef defineLSTM() {
  return recurrentOp("lstm", "Long short-term memory.")
      .optional("initial_c")
      .optional("P", Role::Weight)
      .results(0, 3)
      .attrs<LSTMAttrs>()
      .infer(inferLSTM)
      .reference(evalLSTM)
      .onnx("LSTM", 7);
}

} // namespace fixcon
