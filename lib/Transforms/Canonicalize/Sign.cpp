#include "Sign.h"

#include "fixcon/Transforms/Rewrite.h"

#include <algorithm>
#include <set>

namespace fixcon {

/// Ops whose result is never negative, and those that only select or average what they are given.
static const std::set<std::string, std::less<>> positive = {
    "relu", "sigmoid", "hard_sigmoid", "softmax", "exp", "abs", "sqrt", "softplus", "reduce_l2"};
static const std::set<std::string, std::less<>> keeping = {"max_pool",
                                                           "average_pool",
                                                           "global_average_pool",
                                                           "global_max_pool",
                                                           "reduce_mean",
                                                           "reduce_max",
                                                           "reduce_min",
                                                           "reduce_sum",
                                                           "transpose",
                                                           "reshape",
                                                           "flatten",
                                                           "squeeze",
                                                           "unsqueeze",
                                                           "slice",
                                                           "gather",
                                                           "expand",
                                                           "tile",
                                                           "identity",
                                                           "add",
                                                           "mul",
                                                           "concat",
                                                           "depth_to_space",
                                                           "space_to_depth"};

static bool isNonNegative(const Value *value, unsigned depth) {
  constexpr unsigned deepest = 16;
  if (const Tensor *tensor = constantOf(value)) {
    for (double element : tensor->toDoubles())
      if (!(element >= 0))
        return false;
    return true;
  }
  const Op *op = value->definingOp();
  if (!op || depth > deepest)
    return false;
  if (positive.contains(op->name()))
    return true;
  if (op->name() == "clip") {
    auto low = constantScalar(op->operand(1));
    return low && *low >= 0;
  }
  bool isSquare = op->name() == "mul" && op->operand(0) == op->operand(1);
  if (isSquare && isFloat(value->type().dtype()))
    return true;
  if (!keeping.contains(op->name()))
    return false;
  const auto &operands = op->operands();
  bool all = op->name() == "add" || op->name() == "mul" || op->name() == "concat";
  for (size_t i = 0; i < (all ? operands.size() : 1); ++i)
    if (!operands[i] || !isNonNegative(operands[i], depth + 1))
      return false;
  return true;
}

bool isNonNegative(const Value *value) { return isNonNegative(value, 0); }

bool isPositive(const Value *value) {
  auto isPositiveConstant = [](const Value *v) {
    const Tensor *tensor = constantOf(v);
    std::vector<double> elements = tensor ? tensor->toDoubles() : std::vector<double>{0};
    return std::ranges::all_of(elements, [](double element) { return element > 0; });
  };
  const Op *op = value->definingOp();
  if (!op || op->name() != "add")
    return isPositiveConstant(value);
  return (isNonNegative(op->operand(0)) && isPositiveConstant(op->operand(1))) ||
         (isNonNegative(op->operand(1)) && isPositiveConstant(op->operand(0)));
}

} // namespace fixcon
