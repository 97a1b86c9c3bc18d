// Weights lie output, input. Factors go into constants; what is no constant is scaled by itself.
#include "ChannelsLast.h"
#include "fixcon/Transforms/CoreBuilder.h"

namespace fixcon {

static SpellingOperand scaled(SpellingBuilder &b, const SpellingOperand &operand, double factor) {
  if (factor == 1 || operand.isAbsent())
    return operand;
  auto constant = SpellingBuilder::constant(operand);
  if (!constant)
    return b.core("mul", {operand, b.number(factor)});
  std::vector<double> values = constant->toDoubles();
  for (double &value : values)
    value *= factor;
  return Tensor::of<double>(constant->shape(), values).converted(constant->dtype());
}

static bool isVector(const Type &type) {
  return type.isTensor() && type.isRanked() &&
         (type.rank() == 1 || (type.rank() == 2 && type.dim(0) == Dim(1)));
}

void spellTFLiteGemm(SpellingBuilder &b) {
  SpellingOperand rows = b.in(0), weights = b.in(1), bias = b.in(2);
  if (b.attr<int64_t>("transA"))
    rows = transposed(b, rows, {1, 0});
  if (!b.attr<int64_t>("transB")) {
    if (auto constant = b.constant(1))
      weights = *constant;
    weights = transposed(b, weights, {1, 0});
  }
  weights = scaled(b, weights, b.attr<double>("alpha", 1));
  bias = scaled(b, bias, b.attr<double>("beta", 1));
  const Type y = b.resultType(0);
  // A bias that is not one number for each column is added behind.
  bool inside = bias.isAbsent() || (isVector(b.typeOf(bias)) && y.isTensor() && y.rank() == 2 &&
                                    b.typeOf(bias).dims().back() == y.dim(1));
  std::vector<SpellingOperand> operands = {rows, weights};
  if (inside && !bias.isAbsent()) {
    auto constant = SpellingBuilder::constant(bias);
    bool isFlat = b.typeOf(bias).rank() == 1;
    operands.push_back(
        isFlat     ? bias
        : constant ? SpellingOperand(constant->reshaped({constant->size()}))
                   : SpellingOperand(b.core("reshape", {bias, Tensor::of<int64_t>({1}, {-1})})));
  } else {
    operands.emplace_back(nullptr);
  }
  Value *made = b.foreign("FULLY_CONNECTED", operands,
                          attrsOf({{"fused_activation_function", "NONE"},
                                   {"weights_format", "DEFAULT"},
                                   {"keep_num_dims", false}}),
                          y);
  b.result(0, inside ? made : b.core("add", {made, bias}));
}

} // namespace fixcon
