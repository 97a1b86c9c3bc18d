// Two simple recurrent layers, one of which reads the sequence from its end. Their results are one behind the other on the
// last axis if they are to be merged.
#include "Rules/Support/RecurrentParts.h"

namespace fixcon {

LogicalResult ruleTFLiteBidirectionalRNN(Op &, RuleBuilder &b) {
  bool timeMajor = b.take("time_major", false), merged = b.take("merge_outputs", false);
  b.ignore({"asymmetric_quantize_inputs"});
  auto activation = activationOf(b);
  if (failed(activation) || failed(b.needs({0, 1, 2, 3, 4, 5, 6, 7, 8})))
    return failure();
  for (unsigned i : {9U, 10U, 11U})
    if (b.in(i))
      return b.error() << "a second input is not known";
  auto both = [&](unsigned first, unsigned second) {
    return b.value("concat", {state(b, first), state(b, second)}, attrsOf({{"axis", 0}}));
  };
  Value *bias = both(3, 7);
  bias = b.value("concat", {bias, b.value("mul", {bias, b.scalarLike(bias, 0)})},
                 attrsOf({{"axis", 1}}));
  AttrDict attrs = attrsOf({{"activations", Attribute::Strings{*activation, *activation}}});
  attrs.set("direction", "bidirectional");
  attrs.set("hidden_size", hiddenSize(b, 2));
  takeRoundedState(b, attrs);
  Value *x = timeMajor ? b.in(0) : swapped(b, b.in(0));
  Value *y =
      b.value("rnn", {x, both(1, 5), both(2, 6), bias, nullptr, both(4, 8)}, std::move(attrs));
  std::vector<Value *> sides;
  for (int64_t side = 0; side < 2; ++side) {
    Value *one = b.value("gather", {y, b.scalar(side)}, attrsOf({{"axis", 1}}));
    sides.push_back(timeMajor ? one : swapped(b, one));
  }
  if (merged)
    sides = {b.value("concat", sides, attrsOf({{"axis", 2}}))};
  for (unsigned i = 0; i < sides.size(); ++i)
    b.result(i, sides[i]);
  return success();
}

} // namespace fixcon
