// A layer of the format has one direction; the core ops have an axis for it.
#include "RecurrentParts.h"

#include "fixcon/Ops/Computed.h"

namespace fixcon {

FailureOr<std::string> activationOf(RuleBuilder &b) {
  auto name = b.take<std::string>("fused_activation_function", "NONE");
  if (name == "TANH")
    return std::string("Tanh");
  if (name == "RELU")
    return std::string("Relu");
  if (name == "NONE")
    return std::string("Affine");
  return b.error() << "the activation " << name << " of a recurrent layer is not known";
}

Value *gates(RuleBuilder &b, const std::vector<Value *> &parts) {
  Value *all = parts.size() == 1 ? parts[0] : b.value("concat", parts, attrsOf({{"axis", 0}}));
  return b.value("unsqueeze", {all, b.ints({0})});
}

Value *state(RuleBuilder &b, unsigned i) {
  return b.in(i) ? b.value("unsqueeze", {b.in(i), b.ints({0})}) : nullptr;
}

void takeRoundedState(RuleBuilder &b, AttrDict &attrs) {
  if (auto how = b.take<std::string>(roundedState))
    attrs.set(roundedState, *how);
}

Value *swapped(RuleBuilder &b, Value *x) {
  return b.value("transpose", {x}, attrsOf({{"perm", Attribute::Ints{1, 0, 2}}}));
}

int64_t hiddenSize(RuleBuilder &b, unsigned i) {
  bool known = b.rank(i) == 2 && b.in(i)->type().dim(1).isStatic();
  return known ? b.in(i)->type().dim(1).size() : 0;
}

} // namespace fixcon
