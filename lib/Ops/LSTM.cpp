// The long short-term memory; gates in the order i, o, f, c, peepholes in the order i, o, f:
//   i = f(.. + Pi * c), f = f(.. + Pf * c), c' = f * c + i * g(..), o = f(.. + Po * c'),
//   h = o * h(c'). With input_forget the forget gate is 1 - i.
#include "Recurrent.h"

namespace fixcon {

namespace {
struct LSTMAttrs : RecurrentAttrs {
  int64_t inputForget = 0;
  template <class V> void visit(V &v) {
    RecurrentAttrs::visit(v);
    v("input_forget", inputForget);
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

static void step(const RecurrentCell &cell, const double *gates, double *h, double *c,
                 bool inputForget) {
  std::vector<double> next(static_cast<size_t>(cell.hidden));
  auto share = [&](Gate gate, int64_t i) {
    int64_t row = gate * cell.hidden + i;
    double bias = cell.b ? cell.b[4 * cell.hidden + row] : 0;
    return gates[row] + dot(cell.r + row * cell.hidden, h, cell.hidden) + bias;
  };
  auto peephole = [&](Gate gate, int64_t i) {
    return cell.p ? cell.p[gate * cell.hidden + i] * c[i] : 0;
  };
  for (int64_t i = 0; i < cell.hidden; ++i) {
    double input = cell.activate(0, share(Input, i) + peephole(Input, i));
    double forget =
        inputForget ? 1 - input : cell.activate(0, share(Forget, i) + peephole(Forget, i));
    c[i] = forget * c[i] + input * cell.activate(1, share(Cell, i));
    double output = cell.activate(0, share(Output, i) + peephole(Output, i));
    next[static_cast<size_t>(i)] = output * cell.activations[2](c[i]);
  }
  std::copy(next.begin(), next.end(), h);
}

static LogicalResult evalLSTM(EvalContext &context) {
  auto attrs = context.attrs<LSTMAttrs>();
  return runRecurrent(
      context, attrs, form(),
      [&](const RecurrentCell &cell, const double *gates, double *h, double *c) {
        step(cell, gates, h, c, attrs.inputForget != 0);
      },
      7);
}

OpDef defineLSTM() {
  return recurrentOp("lstm", "long short-term memory")
      .optional("initial_c")
      .optional("P", Role::Weight)
      .results(0, 3)
      .attrs<LSTMAttrs>()
      .infer(inferLSTM)
      .reference(evalLSTM)
      .onnx("LSTM", 7);
}

} // namespace fixcon
