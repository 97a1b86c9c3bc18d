// The simple recurrent layer: h = f(W x + R h + b).
#include "Recurrent.h"

namespace fixcon {

static const RecurrentForm &form() {
  static const RecurrentForm rnn{"rnn", 1, 1, {"Tanh"}};
  return rnn;
}

static void step(const RecurrentCell &cell, const double *gates, double *h, double *) {
  std::vector<double> next(static_cast<size_t>(cell.hidden)), read = cell.read(h);
  for (int64_t i = 0; i < cell.hidden; ++i) {
    double recurrent = dot(cell.r + i * cell.hidden, read.data(), cell.hidden);
    double bias = cell.b ? cell.b[cell.hidden + i] : 0;
    next[static_cast<size_t>(i)] = gates[i] + recurrent + bias;
  }
  cell.activate(0, next);
  std::copy(next.begin(), next.end(), h);
}

OpDef defineRNN() {
  return recurrentOp("rnn", "Simple recurrent layer.")
      .results(0, 2)
      .attrs<RecurrentAttrs>()
      .infer([](InferContext &context) { return inferRecurrent(context, form()); })
      .reference([](EvalContext &context) {
        return runRecurrent(context, context.attrs<RecurrentAttrs>(), form(), step);
      })
      .onnx("RNN", 7);
}

} // namespace fixcon
