// The gated recurrent unit; gates in the order z (update), r (reset), h (candidate):
//   z = f(..), r = f(..), h' = g(Wh x + Rh (r * h) + b), or r * (Rh h + Rb) inside g if
//   linear_before_reset; h = (1 - z) * h' + z * h.
#include "Recurrent.h"

namespace fixcon {

namespace {
struct GRUAttrs : RecurrentAttrs {
  int64_t linearBeforeReset = 0;
  template <class V> void visit(V &v) {
    RecurrentAttrs::visit(v);
    v("linear_before_reset", linearBeforeReset);
  }
};
} // namespace

static const RecurrentForm &form() {
  static const RecurrentForm gru{"gru", 3, 1, {"Sigmoid", "Tanh"}};
  return gru;
}

/// R h + its bias, row `i` of gate `gate`.
static double recurrentShare(const RecurrentCell &cell, int64_t gate, int64_t i, const double *h) {
  int64_t row = gate * cell.hidden + i;
  double bias = cell.b ? cell.b[3 * cell.hidden + row] : 0;
  return dot(cell.r + row * cell.hidden, h, cell.hidden) + bias;
}

static void step(const RecurrentCell &cell, const double *gates, double *h,
                 bool linearBeforeReset) {
  auto size = static_cast<size_t>(cell.hidden);
  std::vector<double> update(size), reset(size), resetState(size), candidate(size);
  for (int64_t i = 0; i < cell.hidden; ++i) {
    auto at = static_cast<size_t>(i);
    update[at] = gates[i] + recurrentShare(cell, 0, i, h);
    reset[at] = gates[cell.hidden + i] + recurrentShare(cell, 1, i, h);
  }
  cell.activate(0, update);
  cell.activate(0, reset);
  for (size_t at = 0; at < size; ++at)
    resetState[at] = reset[at] * h[at];
  for (int64_t i = 0; i < cell.hidden; ++i) {
    auto at = static_cast<size_t>(i);
    double recurrent = linearBeforeReset ? reset[at] * recurrentShare(cell, 2, i, h)
                                         : recurrentShare(cell, 2, i, resetState.data());
    candidate[at] = gates[2 * cell.hidden + i] + recurrent;
  }
  cell.activate(1, candidate);
  for (size_t at = 0; at < size; ++at)
    h[at] = (1 - update[at]) * candidate[at] + update[at] * h[at];
}

static LogicalResult evalGRU(EvalContext &context) {
  auto attrs = context.attrs<GRUAttrs>();
  return runRecurrent(context, attrs, form(),
                      [&](const RecurrentCell &cell, const double *gates, double *h, double *) {
                        step(cell, gates, h, attrs.linearBeforeReset != 0);
                      });
}

OpDef defineGRU() {
  return recurrentOp("gru", "Gated recurrent unit.")
      .results(0, 2)
      .attrs<GRUAttrs>()
      .infer([](InferContext &context) { return inferRecurrent(context, form()); })
      .reference(evalGRU)
      .onnx("GRU", 7);
}

} // namespace fixcon
