// A long short-term memory over a sequence. Weights, recurrent weights and biases stand gate by gate, input, forget, cell,
// output; in the core op they are one tensor each, input, output, forget, cell. Without weights of its own the input
// gate is 1 less the forget gate, that is the sigmoid of the negated sum.
#include "Rules/Support/RecurrentParts.h"

#include <algorithm>

namespace fixcon {

/// A cell grows by less than 1 at each step, so it does not reach a bound as high as there are steps. Converters
/// write 10 for layers that have none.
static bool neverReached(RuleBuilder &b, double bound, bool timeMajor) {
  const Tensor *start = b.weight(19);
  bool fromZero = !b.in(19);
  if (start)
    fromZero = std::ranges::all_of(start->toDoubles(), [](double value) { return value == 0; });
  if (!fromZero || b.rank(0) != 3)
    return false;
  const Dim &steps = b.in(0)->type().dim(timeMajor ? 0 : 1);
  return steps.isStatic() && static_cast<double>(steps.size()) <= bound;
}

LogicalResult ruleTFLiteSequenceLSTM(Op &, RuleBuilder &b) {
  static const char *unknown = "is not known";
  for (unsigned i : {16U, 17U, 20U, 21U, 22U, 23U})
    if (b.in(i))
      return b.error() << "a projection or a normalisation of its layer " << unknown;
  double clip = b.take("cell_clip", 0.0);
  b.ignore({"proj_clip", "asymmetric_quantize_inputs"});
  if (b.take("diagonal_recurrent_tensors", false))
    return b.error() << "a diagonal recurrence " << unknown;
  bool timeMajor = b.take("time_major", false);
  auto activation = activationOf(b);
  if (failed(activation) || failed(b.needs({0, 2, 3, 4, 6, 7, 8, 13, 14, 15})))
    return failure();
  Value *x = timeMajor ? b.in(0) : swapped(b, b.in(0));
  Value *weights = gates(b, {gateOr(b, 1, 2), b.in(4), b.in(2), b.in(3)});
  Value *recurrent = gates(b, {gateOr(b, 5, 6), b.in(8), b.in(6), b.in(7)});
  Value *bias = gates(b, {gateOr(b, 12, 13), b.in(15), b.in(13), b.in(14)});
  bias = b.value("concat", {bias, b.value("mul", {bias, b.scalarLike(bias, 0)})},
                 attrsOf({{"axis", 1}}));
  Value *peepholes = b.in(10) ? gates(b, {gateOr(b, 9, 10), b.in(11), b.in(10)}) : nullptr;
  AttrDict attrs =
      attrsOf({{"activations", Attribute::Strings{"Sigmoid", *activation, *activation}}});
  attrs.set("hidden_size", hiddenSize(b, 6));
  if (clip > 0 && !neverReached(b, clip, timeMajor))
    attrs.set("cell_clip", clip);
  Value *y =
      b.value("lstm", {x, weights, recurrent, bias, nullptr, state(b, 18), state(b, 19), peepholes},
              std::move(attrs));
  y = b.value("squeeze", {y, b.ints({1})});
  b.result(0, timeMajor ? y : swapped(b, y));
  return success();
}

} // namespace fixcon
