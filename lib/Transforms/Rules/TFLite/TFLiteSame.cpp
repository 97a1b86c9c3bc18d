// Operators without options that are one core op, operand by operand.
#include "fixcon/Transforms/RuleBuilder.h"

namespace fixcon {

/// The core op of that operator.
static const char *coreOf(std::string_view type) {
  static constexpr std::pair<std::string_view, const char *> names[] = {
      {"ABS", "abs"},
      {"CEIL", "ceil"},
      {"FLOOR", "floor"},
      {"EXP", "exp"},
      {"LOG", "log"},
      {"SIN", "sin"},
      {"COS", "cos"},
      {"SQRT", "sqrt"},
      {"NEG", "neg"},
      {"RELU", "relu"},
      {"TANH", "tanh"},
      {"ELU", "elu"},
      {"ROUND", "round"},
      {"SIGN", "sign"},
      {"POW", "pow"},
      {"EQUAL", "equal"},
      {"LESS", "less"},
      {"GREATER", "greater"},
      {"LOGISTIC", "sigmoid"},
      {"GREATER_EQUAL", "greater_or_equal"},
      {"LESS_EQUAL", "less_or_equal"},
      {"MAXIMUM", "max"},
      {"MINIMUM", "min"},
      {"LOGICAL_AND", "and"},
      {"LOGICAL_OR", "or"},
      {"LOGICAL_NOT", "not"},
      {"SELECT_V2", "where"},
      {"HARD_SWISH", "hard_swish"},
      {"GATHER_ND", "gather_nd"},
      {"BROADCAST_TO", "expand"},
      {"BITWISE_XOR", "bitwise_xor"},
      {"TILE", "tile"},
      {"ADD_N", "sum"},
      {"PRELU", "prelu"},
      {"LOG_SOFTMAX", "log_softmax"},
      {"STABLEHLO_ADD", "add"},
      {"STABLEHLO_MULTIPLY", "mul"},
      {"STABLEHLO_SUBTRACT", "sub"},
      {"STABLEHLO_MAXIMUM", "max"},
      {"STABLEHLO_MINIMUM", "min"},
      {"STABLEHLO_LOGISTIC", "sigmoid"},
      {"STABLEHLO_ABS", "abs"},
      {"STABLEHLO_COSINE", "cos"},
      {"STABLEHLO_EXPONENTIAL", "exp"},
      {"STABLEHLO_FLOOR", "floor"},
      {"STABLEHLO_LOG", "log"},
      {"STABLEHLO_NEGATE", "neg"},
      {"STABLEHLO_POWER", "pow"},
      {"STABLEHLO_TANH", "tanh"},
      {"STABLEHLO_SELECT", "where"},
      {"STABLEHLO_DIVIDE", "div"}};
  for (auto [operatorType, core] : names)
    if (operatorType == type)
      return core;
  return nullptr;
}

LogicalResult ruleTFLiteSame(Op &op, RuleBuilder &b) {
  const char *core = coreOf(op.type());
  assert(core && "a line of Rules.def without a core op");
  return b.becomes(core, op.operands());
}

} // namespace fixcon
