// A simple recurrent layer over a sequence, or one step of it.
#include "Rules/Support/RecurrentParts.h"

namespace fixcon {

LogicalResult ruleTFLiteSequenceRNN(Op &op, RuleBuilder &b) {
  bool single = op.type() == "RNN", timeMajor = !single && b.take("time_major", false);
  b.ignore({"asymmetric_quantize_inputs"});
  auto activation = activationOf(b);
  if (failed(activation) || failed(b.needs({0, 1, 2, 3, 4})))
    return failure();
  Value *x = single      ? b.value("unsqueeze", {b.in(0), b.ints({0})})
             : timeMajor ? b.in(0)
                         : swapped(b, b.in(0));
  Value *bias = gates(b, {b.in(3)});
  bias = b.value("concat", {bias, b.value("mul", {bias, b.scalarLike(bias, 0)})},
                 attrsOf({{"axis", 1}}));
  AttrDict attrs = attrsOf(
      {{"activations", Attribute::Strings{*activation}}, {"hidden_size", hiddenSize(b, 2)}});
  takeRoundedState(b, attrs);
  Value *y =
      b.value("rnn", {x, gates(b, {b.in(1)}), gates(b, {b.in(2)}), bias, nullptr, state(b, 4)},
              std::move(attrs));
  y = b.value("squeeze",
              {y, b.ints(single ? std::vector<int64_t>{0, 1} : std::vector<int64_t>{1})});
  b.result(0, single || timeMajor ? y : swapped(b, y));
  return success();
}

} // namespace fixcon
