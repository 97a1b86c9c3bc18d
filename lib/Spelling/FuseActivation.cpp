#include "FuseActivation.h"

#include <algorithm>

namespace fixcon {

/// What an operator calls the activation behind it that is this operator.
static const char *fusedName(std::string_view name) {
  static constexpr std::pair<std::string_view, const char *> names[] = {
      {"tfl.RELU", "RELU"},
      {"tfl.RELU6", "RELU6"},
      {"tfl.RELU_N1_TO_1", "RELU_N1_TO_1"},
      {"tfl.TANH", "TANH"}};
  for (auto [op, word] : names)
    if (op == name)
      return word;
  return nullptr;
}

void fuseActivation(Value *&result, const std::vector<Op *> &made) {
  auto isMade = [&](const Op *op) { return op && std::ranges::find(made, op) != made.end(); };
  Op *activation = result->definingOp();
  const char *word = isMade(activation) ? fusedName(activation->name()) : nullptr;
  Op *op = word ? activation->operand(0)->definingOp() : nullptr;
  const auto *now =
      isMade(op) ? op->attrs().get<std::string>("fused_activation_function") : nullptr;
  if (!now || *now != "NONE" || op->numResults() != 1 || op->result()->uses().size() != 1)
    return;
  op->attrs().set("fused_activation_function", word);
  result = op->result();
}

} // namespace fixcon
