#include "GridKernels.h"

#include "fixcon/Transforms/CoreBuilder.h"

#include <algorithm>

namespace fixcon {
namespace {

/// Attributes of a kernel beside its grids; nothing where the operator has another one.
using KernelOptions = std::optional<AttrDict> (*)(const Op &op);

std::optional<AttrDict> always(const Op &) { return AttrDict(); }

std::optional<AttrDict> ofTwoBytes(const Op &op) {
  return op.result()->type().dtype() == DType::I16 ? std::optional(AttrDict()) : std::nullopt;
}

std::optional<AttrDict> ofCurve(const Op &op) {
  auto attrs = ofTwoBytes(op);
  if (attrs)
    attrs->set("function", op.type() == "EXP" ? "exp" : "rsqrt");
  return attrs;
}

std::optional<AttrDict> ofBeta(const Op &op) {
  auto attrs = ofTwoBytes(op);
  if (attrs && op.operand(0)->type().dtype() == DType::I16)
    attrs->set("beta", op.attrs().getOr<double>("beta", 0));
  else
    attrs.reset();
  return attrs;
}

std::optional<AttrDict> ofTanh(const Op &op) {
  auto attrs = ofTwoBytes(op);
  if (attrs)
    attrs->set("tanh", op.type() == "TANH");
  return attrs;
}

std::optional<AttrDict> ofShifts(const Op &op) {
  auto attrs = ofTwoBytes(op);
  if (attrs && op.attrs().getOr<bool>("pot_scale_int16", true))
    attrs->set("sign", int64_t(op.type() == "ADD" ? 1 : -1));
  else
    attrs.reset();
  return attrs;
}

std::optional<AttrDict> ofResize(const Op &op) {
  return attrsOf({{"align_corners", op.attrs().getOr<bool>("align_corners", false)},
                  {"half_pixel", op.attrs().getOr<bool>("half_pixel_centers", false)}});
}

std::optional<AttrDict> ofAxes(const Op &op) {
  const Value *axes = op.operand(1);
  if (!axes || !axes->isWeight())
    return std::nullopt;
  return attrsOf({{"axes", axes->tensor().toInts()}});
}

std::optional<AttrDict> ofRank(const Op &op) {
  return attrsOf({{"rank", op.attrs().getOr<int64_t>("rank", 1)}});
}

struct GridKernel {
  std::string_view type;
  const char *core;
  std::vector<unsigned> operands;
  KernelOptions options;
};

const GridKernel kernels[] = {{"ADD", "kernel_shifted_sum", {0, 1}, ofShifts},
                              {"DIV", "kernel_div", {0, 1}, always},
                              {"EXP", "kernel_curve", {0}, ofCurve},
                              {"L2_NORMALIZATION", "kernel_norm", {0}, always},
                              {"LOGISTIC", "kernel_sigmoid", {0}, ofTanh},
                              {"PRELU", "kernel_prelu", {0, 1}, always},
                              {"REDUCE_PROD", "kernel_product", {0}, ofAxes},
                              {"RESIZE_BILINEAR", "kernel_resize", {0}, ofResize},
                              {"RSQRT", "kernel_curve", {0}, ofCurve},
                              {"SOFTMAX", "kernel_softmax", {0}, ofBeta},
                              {"SUB", "kernel_shifted_sum", {0, 1}, ofShifts},
                              {"SVDF", "kernel_svdf", {0, 1, 2, 3, 4}, ofRank},
                              {"TANH", "kernel_sigmoid", {0}, ofTanh}};

} // namespace

std::optional<KernelCall> kernelOf(const Op &op, const GridOfValue &gridOf) {
  auto kernel = std::ranges::find(kernels, op.type(), &GridKernel::type);
  if (kernel == std::end(kernels) || op.numResults() != 1)
    return std::nullopt;
  auto options = kernel->options(op);
  if (!options)
    return std::nullopt;
  KernelCall call{kernel->core, {}, std::move(*options)};
  Attribute::Floats scales;
  Attribute::Ints zeroPoints;
  auto add = [&](const Value *value) {
    auto grid = gridOf(value);
    if (!grid || grid->isPerAxis())
      return false;
    scales.push_back(static_cast<double>(grid->scales[0]));
    zeroPoints.push_back(grid->zeroPoints[0]);
    return true;
  };
  for (unsigned i : kernel->operands) {
    if (i >= op.numOperands() || !add(op.operand(i)))
      return std::nullopt;
    call.operands.push_back(op.operand(i));
  }
  if (!add(op.result()))
    return std::nullopt;
  call.attrs.set("scales", scales);
  call.attrs.set("zero_points", zeroPoints);
  addActivationBounds(call.attrs, op);
  return call;
}

namespace {

struct Hybrid {
  std::string_view type;
  unsigned weights; ///< operand that is on a grid where operand 0 is rounded
  bool recurs;
};

const Hybrid hybrids[] = {{"CONV_2D", 1, false},
                          {"DEPTHWISE_CONV_2D", 1, false},
                          {"FULLY_CONNECTED", 1, false},
                          {"BATCH_MATMUL", 1, false},
                          {"SVDF", 1, false},
                          {"RNN", 1, true},
                          {"UNIDIRECTIONAL_SEQUENCE_RNN", 1, true},
                          {"BIDIRECTIONAL_SEQUENCE_RNN", 1, true},
                          {"LSTM", 2, true},
                          {"UNIDIRECTIONAL_SEQUENCE_LSTM", 2, true},
                          {"BIDIRECTIONAL_SEQUENCE_LSTM", 2, true}};

} // namespace

std::optional<HybridRounding> hybridRounding(const Op &op, const GridOfValue &gridOf) {
  auto hybrid = std::ranges::find(hybrids, op.type(), &Hybrid::type);
  if (hybrid == std::end(hybrids) || op.numOperands() <= hybrid->weights)
    return std::nullopt;
  const Value *x = op.operand(0), *weights = op.operand(hybrid->weights);
  auto grid = gridOf(weights);
  bool isHybrid = x && grid && x->type().isTensor() && isFloat(x->type().dtype());
  if (!isHybrid)
    return std::nullopt;
  HybridRounding rounding;
  rounding.roundsState = hybrid->recurs;
  bool isConvolution = op.type().ends_with("CONV_2D");
  bool symmetric = isConvolution ? !grid->isPerAxis()
                                 : !op.attrs().getOr<bool>("asymmetric_quantize_inputs", false);
  rounding.rows.set("symmetric", symmetric);
  if (isConvolution)
    rounding.rows.set("length", int64_t(-1));
  bool isRows =
      op.type() == "FULLY_CONNECTED" && weights->type().isStatic() && weights->type().rank() == 2;
  if (isRows)
    rounding.rows.set("length", weights->type().dim(1).size());
  if (op.type() == "BATCH_MATMUL" && op.attrs().getOr<bool>("adj_x", false))
    rounding.rows.set("axis", int64_t(-2));
  return rounding;
}

} // namespace fixcon
