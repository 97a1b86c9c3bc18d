// What LSTM, GRU and RNN share: attributes, the shape rule, activations, and the walk over
// directions, steps and samples.
#pragma once

#include "fixcon/Ops/Computed.h"
#include "fixcon/Ops/EvalContext.h"
#include "fixcon/Ops/InferContext.h"
#include "fixcon/Ops/OpDef.h"

#include <memory>

namespace fixcon {

struct RecurrentAttrs {
  std::optional<Attribute::Strings> activations;
  std::optional<Attribute::Floats> activationAlpha, activationBeta;
  std::optional<double> clip;
  std::optional<int64_t> hiddenSize;
  std::string direction = "forward";
  int64_t layout = 0;
  std::optional<std::string> roundedState; ///< fixcon/Ops/Computed.h
  template <class V> void visit(V &v) {
    v("activation_alpha", activationAlpha);
    v("activation_beta", activationBeta);
    v("activations", activations);
    v("clip", clip);
    v("direction", direction);
    v("hidden_size", hiddenSize);
    v("layout", layout);
    v(fixcon::roundedState, roundedState);
  }
  int64_t directions() const { return direction == "bidirectional" ? 2 : 1; }
};

/// An activation with its parameters, ready to run.
using ActivationEvaluator = std::shared_ptr<ScalarEvaluator<double>>;

/// The form of one of the three ops.
struct RecurrentForm {
  std::string name;
  int64_t gates = 1;
  unsigned states = 1;                  ///< hidden state, and the cell's for the LSTM
  std::vector<std::string> activations; ///< of one direction, by default
};

/// With the operands that the three ops begin with.
OpDef recurrentOp(const std::string &name, const std::string &summary);

/// Checks attributes and operands X, W, R, B, sequence_lens, initial states; sets Y and the last
/// states.
LogicalResult inferRecurrent(InferContext &context, const RecurrentForm &form);

/// One direction of one op on concrete operands.
struct RecurrentCell {
  int64_t hidden = 0, inputs = 0;
  const double *w = nullptr, *r = nullptr; ///< [gates * hidden, inputs], [gates * hidden, hidden]
  const double *b = nullptr;               ///< [2 * gates * hidden] or null
  const double *p = nullptr;               ///< peepholes of the LSTM or null
  std::vector<ActivationEvaluator> activations;
  double clip = 0;                     ///< 0: none
  std::optional<std::string> rounding; ///< of the state that products read

  /// The state as products read it.
  std::vector<double> read(const double *h) const;
  /// Replaces the values by those of an activation.
  void apply(size_t which, std::vector<double> &values) const;
  /// The same of values cut to [-clip, clip].
  void activate(size_t which, std::vector<double> &values) const;
};

/// One step of one sample: the input's share of each gate, W x + its bias, is ready in `gates`.
/// Updates hidden state `h` and cell state `c` (null without one) in place.
using RecurrentStep =
    std::function<void(const RecurrentCell &cell, const double *gates, double *h, double *c)>;

/// Runs every direction over every sequence. Operand `first` is the first initial state and
/// `peephole` that of the LSTM's peepholes (0: none).
LogicalResult runRecurrent(EvalContext &context, const RecurrentAttrs &attrs,
                           const RecurrentForm &form, const RecurrentStep &step,
                           unsigned peephole = 0);

/// sum over k of row[k] * x[k].
inline double dot(const double *row, const double *x, int64_t count) {
  double sum = 0;
  for (int64_t k = 0; k < count; ++k)
    sum += row[k] * x[k];
  return sum;
}

} // namespace fixcon
