// Window arithmetic after the ONNX operator reference (Conv, MaxPool, AveragePool). Every attribute
// is bounded by maxWindow, which keeps the products below far from overflow.
#include "Window.h"

namespace fixcon {

int64_t WindowAxis::count(int64_t input, bool ceil) const {
  int64_t room = input + before + after - extent();
  if (room < 0)
    return 0;
  int64_t windows = (ceil ? (room + stride - 1) / stride : room / stride) + 1;
  if (ceil && (windows - 1) * stride >= input + before)
    --windows;
  return windows;
}

std::pair<int64_t, int64_t> WindowAxis::inside(int64_t window, int64_t input) const {
  int64_t start = window * stride - before;
  int64_t first = start >= 0 ? 0 : (-start + dilation - 1) / dilation;
  int64_t last = input <= start ? 0 : (input - start - 1) / dilation + 1;
  return {std::min(first, kernel), std::min(std::max(first, last), kernel)};
}

static LogicalResult checkList(const InferContext &context, const std::string &label,
                               const char *name, const std::optional<Ints> &list, size_t size,
                               int64_t minimum) {
  if (!list)
    return success();
  if (list->size() != size)
    return context.error(label) << "'" << name << "' has " << list->size()
                                << " entries, the input needs " << size;
  for (int64_t entry : *list)
    if (entry < minimum || entry > maxWindow)
      return context.error(label) << "'" << name << "' entry " << entry << " is not in [" << minimum
                                  << ", 2^30]";
  return success();
}

LogicalResult checkWindow(const InferContext &context, const std::string &label,
                          const WindowAttrs &attrs, size_t rank) {
  std::string lists = label + "_w1";
  if (failed(checkList(context, lists, "kernel_shape", attrs.kernelShape, rank, 1)) ||
      failed(checkList(context, lists, "strides", attrs.strides, rank, 1)) ||
      failed(checkList(context, lists, "dilations", attrs.dilations, rank, 1)) ||
      failed(checkList(context, lists, "pads", attrs.pads, 2 * rank, 0)))
    return failure();
  for (const char *known : {"NOTSET", "VALID", "SAME_UPPER", "SAME_LOWER"})
    if (attrs.autoPad == known)
      return success();
  return context.error(label + "_w2") << "unknown auto_pad '" << attrs.autoPad << "'";
}

/// SAME: as many windows as strides begin in the input, the padding shared by both ends.
static void padSame(WindowAxis &axis, int64_t input, bool upper) {
  int64_t windows = (input + axis.stride - 1) / axis.stride;
  int64_t total = std::max<int64_t>(0, (windows - 1) * axis.stride + axis.extent() - input);
  axis.before = upper ? total / 2 : total - total / 2;
  axis.after = total - axis.before;
}

std::vector<WindowAxis> windowAxes(const WindowAttrs &attrs, const Ints &kernel,
                                   const Dims &input) {
  std::vector<WindowAxis> axes(kernel.size());
  for (size_t i = 0; i < axes.size(); ++i) {
    WindowAxis &axis = axes[i];
    axis.kernel = kernel[i];
    if (attrs.strides)
      axis.stride = (*attrs.strides)[i];
    if (attrs.dilations)
      axis.dilation = (*attrs.dilations)[i];
    if (attrs.autoPad == "NOTSET" && attrs.pads) {
      axis.before = (*attrs.pads)[i];
      axis.after = (*attrs.pads)[i + axes.size()];
    } else if (attrs.autoPad.starts_with("SAME") && input[i].isStatic()) {
      padSame(axis, input[i].size(), attrs.autoPad == "SAME_UPPER");
    }
  }
  return axes;
}

FailureOr<Dims> windowDims(const InferContext &context, const std::string &label,
                           const std::vector<WindowAxis> &axes, const WindowAttrs &attrs,
                           const Dims &input, bool ceil) {
  Dims result(axes.size());
  bool same = attrs.autoPad.starts_with("SAME");
  for (size_t i = 0; i < axes.size(); ++i) {
    if (!input[i].isStatic()) {
      if (same && axes[i].stride == 1)
        result[i] = input[i];
      continue;
    }
    if (input[i].size() > (int64_t(1) << 40))
      return context.error(label + "_w3") << "spatial size " << input[i].size() << " is too large";
    int64_t windows = same ? (input[i].size() + axes[i].stride - 1) / axes[i].stride
                           : axes[i].count(input[i].size(), ceil && attrs.autoPad == "NOTSET");
    if (windows < 1 && input[i].size() > 0)
      return context.error(label + "_w4")
             << "a window of " << axes[i].extent() << " does not fit into size " << input[i].size()
             << " with padding " << axes[i].before << " and " << axes[i].after;
    result[i] = std::max<int64_t>(windows, 0);
  }
  return result;
}

std::vector<WindowAxis> windowsOf(const Op &op, const Shape &input, const Shape &weight) {
  auto attrs = readAttrs<WindowAttrs>(op);
  Ints kernel = weight.empty() ? attrs.kernelShape.value_or(Ints(input.size() - 2, 1))
                               : Ints(weight.begin() + 2, weight.end());
  Dims sizes(input.begin() + 2, input.end());
  return windowAxes(attrs, kernel, sizes);
}

} // namespace fixcon
