// What a kernel accumulates are whole numbers of the product of its operands' scales; the sum is scaled in fixed point. A
// table or a float is rounded, ties away from zero. The fused activation bounds integers, not sums.
#include "GridArithmetic.h"

#include "fixcon/Transforms/CoreBuilder.h"

#include <algorithm>

namespace fixcon {
namespace {

/// Which operands an operator multiplies.
struct Product {
  std::string_view type;
  unsigned data, weight;
  bool isWide; ///< of operands of 16 bits
};
constexpr Product products[] = {{"CONV_2D", 0, 1, true},        {"DEPTHWISE_CONV_2D", 0, 1, true},
                                {"TRANSPOSE_CONV", 2, 1, true}, {"FULLY_CONNECTED", 0, 1, false},
                                {"BATCH_MATMUL", 0, 1, true},   {"MUL", 0, 1, false}};

AttrDict ofProduct(const Op &op, const Product &product, const GridOfValue &gridOf) {
  const Value *data = op.operand(product.data), *weight = op.operand(product.weight);
  auto x = gridOf(data), w = gridOf(weight);
  if (!x || !w || x->isPerAxis())
    return {};
  DType dtype = data->type().dtype();
  // Some kernels round the product of two scales to f32 first.
  bool isShort = dtype == DType::U8 || op.type() == "BATCH_MATMUL" ||
                 (op.type() == "FULLY_CONNECTED" && !w->isPerAxis());
  Attribute::Floats units;
  for (float scale : w->scales)
    units.push_back(isShort ? static_cast<double>(x->scales[0] * scale)
                            : static_cast<double>(x->scales[0]) * static_cast<double>(scale));
  bool isOnce = op.type() == "FULLY_CONNECTED" && dtype != DType::U8;
  const char *arithmetic = product.isWide && dtype == DType::I16 ? "wide"
                           : isOnce                              ? "single"
                                                                 : "fixed";
  return attrsOf({{"arithmetic", arithmetic}, {"unit", units}});
}

/// How many elements each of the result is the mean of; 0 if that is not known.
int64_t reducedCount(const Op &op) {
  const Value *x = op.operand(0), *axes = op.operand(1);
  if (!x || !axes || !axes->isWeight() || !x->type().isRanked())
    return 0;
  auto rank = static_cast<int64_t>(x->type().rank());
  int64_t count = 1;
  for (int64_t axis : axes->tensor().toInts()) {
    axis += axis < 0 ? rank : 0;
    if (axis < 0 || axis >= rank || !x->type().dim(static_cast<size_t>(axis)).isStatic())
      return 0;
    count *= x->type().dim(static_cast<size_t>(axis)).size();
  }
  return count;
}

AttrDict ofScaled(const Op &op, const char *arithmetic, const Quantization &grid) {
  AttrDict attrs = attrsOf({{"arithmetic", arithmetic},
                            {"unit", Attribute::Floats{static_cast<double>(grid.scales[0])}}});
  if (op.type() == "LEAKY_RELU") {
    double slope = op.attrs().getOr<double>("alpha", 0);
    attrs.set("negative_unit", static_cast<double>(grid.scales[0]) * slope);
  }
  if (op.type() == "MEAN") {
    int64_t count = reducedCount(op);
    if (count < 1)
      return attrsOf({{"arithmetic", "away"}});
    attrs.set("divisor", count);
  }
  return attrs;
}

bool isRectifier(const Op &op) {
  return op.type() == "RELU" || op.type() == "RELU6" || op.type() == "RELU_N1_TO_1";
}

} // namespace

void addActivationBounds(AttrDict &attrs, const Op &op) {
  std::string activation = isRectifier(op)
                               ? std::string(op.type())
                               : op.attrs().getOr<std::string>("fused_activation_function", "NONE");
  if (activation == "RELU6" || activation == "RELU_N1_TO_1")
    attrs.set("high", activation == "RELU6" ? 6.0 : 1.0);
  if (activation == "RELU_N1_TO_1")
    attrs.set("low", -1.0);
}

AttrDict gridArithmetic(const Op &op, DType result, const GridOfValue &gridOf) {
  std::string_view type = op.type();
  AttrDict attrs;
  if (byteSize(result) > 2)
    return attrs;
  auto product = std::ranges::find(products, type, &Product::type);
  auto own = op.numOperands() ? gridOf(op.operand(0)) : nullptr;
  if (product != std::end(products))
    attrs = ofProduct(op, *product, gridOf);
  else if (type == "AVERAGE_POOL_2D")
    attrs = attrsOf({{"arithmetic", "mean"}});
  else if (own && !own->isPerAxis() && (isRectifier(op) || type == "ABS"))
    attrs = ofScaled(op, "fixed32", *own);
  else if (own && !own->isPerAxis() &&
           (type == "QUANTIZE" || type == "MEAN" || type == "LEAKY_RELU"))
    attrs = ofScaled(op, "fixed", *own);
  if (!attrs.find("arithmetic"))
    attrs.set("arithmetic", "away");
  addActivationBounds(attrs, op);
  return attrs;
}

} // namespace fixcon
