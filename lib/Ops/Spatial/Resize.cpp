// Resizing along any axes by scales or to sizes. Interpolation is separable: each axis in turn is
// replaced by weighted sums of its elements.
#include "Definition/Axis.h"
#include "Interpolation.h"

#include "fixcon/Ops/EvalContext.h"
#include "fixcon/Ops/InferContext.h"
#include "fixcon/Support/Stop.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace fixcon {

namespace {
struct ResizeAttrs {
  int64_t antialias = 0, excludeOutside = 0;
  std::optional<Attribute::Ints> axes;
  std::string coordinates = "half_pixel", mode = "nearest", nearest = "round_prefer_floor";
  std::string policy = "stretch";
  double cubicA = -0.75, extrapolation = 0;
  template <class V> void visit(V &v) {
    v("antialias", antialias);
    v("axes", axes);
    v("coordinate_transformation_mode", coordinates);
    v("cubic_coeff_a", cubicA);
    v("exclude_outside", excludeOutside);
    v("extrapolation_value", extrapolation);
    v("keep_aspect_ratio_policy", policy);
    v("mode", mode);
    v("nearest_mode", nearest);
  }
};

/// Operands 1 to 3; one that is absent or empty is null.
struct ResizeOperands {
  const Tensor *roi, *scales, *sizes;
};
} // namespace

/// Bounds the tables of weights.
static constexpr int64_t maxAxisLength = int64_t(1) << 24;

/// The axes that the operands speak of, in their order; nullopt if they are wrong.
static std::optional<std::vector<size_t>> namedAxes(const ResizeAttrs &attrs, size_t rank) {
  std::vector<size_t> axes;
  if (!attrs.axes) {
    for (size_t i = 0; i < rank; ++i)
      axes.push_back(i);
    return axes;
  }
  if (!markAxes(*attrs.axes, rank))
    return std::nullopt;
  for (int64_t axis : *attrs.axes)
    axes.push_back(*resolveAxis(axis, rank));
  return axes;
}

/// ONNX multiplies in f32, where 10 * 0.7 is 7 and not a little less.
static int64_t scaledSize(int64_t input, double scale) {
  float size = std::floor(static_cast<float>(input) * static_cast<float>(scale));
  return size >= 0 && size <= static_cast<float>(maxAxisLength) ? static_cast<int64_t>(size) : -1;
}

/// One scale for all axes, the sizes rounded half up.
static void keepAspectRatio(std::vector<AxisResize> &axes, const std::vector<size_t> &named,
                            bool larger) {
  double scale = larger ? 0 : INFINITY;
  for (size_t axis : named)
    scale = larger ? std::max(scale, axes[axis].scale) : std::min(scale, axes[axis].scale);
  for (size_t axis : named) {
    axes[axis].scale = scale;
    axes[axis].length = scale * static_cast<double>(axes[axis].input);
    double size = std::floor(axes[axis].length + 0.5);
    axes[axis].output =
        size <= static_cast<double>(maxAxisLength) ? static_cast<int64_t>(size) : -1;
  }
}

/// The resize of every axis; an output of -1 is out of range.
static std::vector<AxisResize> axisResizes(const ResizeAttrs &attrs, const Shape &shape,
                                           const std::vector<size_t> &named,
                                           const ResizeOperands &operands) {
  std::vector<AxisResize> axes(shape.size());
  for (size_t i = 0; i < shape.size(); ++i) {
    axes[i].input = axes[i].output = shape[i];
    axes[i].length = static_cast<double>(shape[i]);
  }
  for (size_t k = 0; k < named.size(); ++k) {
    AxisResize &axis = axes[named[k]];
    auto input = static_cast<double>(axis.input);
    auto at = static_cast<int64_t>(k);
    if (operands.scales) {
      axis.scale = operands.scales->toDouble(at);
      axis.length = axis.scale * input;
      axis.output = scaledSize(axis.input, axis.scale);
    } else {
      int64_t size = operands.sizes->toInt(at);
      axis.output = size >= 0 && size <= maxAxisLength ? size : -1;
      axis.length = static_cast<double>(size);
      axis.scale = axis.length / input;
    }
    if (operands.roi) {
      axis.roiStart = operands.roi->toDouble(at);
      axis.roiEnd = operands.roi->toDouble(at + static_cast<int64_t>(named.size()));
    }
  }
  if (operands.sizes && attrs.policy != "stretch")
    keepAspectRatio(axes, named, attrs.policy == "not_smaller");
  return axes;
}

static LogicalResult checkModes(const InferContext &context, const ResizeAttrs &attrs) {
  auto oneOf = [](const std::string &word, std::initializer_list<const char *> words) {
    return std::find(words.begin(), words.end(), word) != words.end();
  };
  if (!oneOf(attrs.mode, {"nearest", "linear", "cubic"}))
    return context.error("resize_c1") << "unknown mode '" << attrs.mode << "'";
  if (!isCoordinateMode(attrs.coordinates))
    return context.error("resize_c1")
           << "unknown coordinate_transformation_mode '" << attrs.coordinates << "'";
  if (!isNearestMode(attrs.nearest))
    return context.error("resize_c1") << "unknown nearest_mode '" << attrs.nearest << "'";
  if (!oneOf(attrs.policy, {"stretch", "not_larger", "not_smaller"}))
    return context.error("resize_c1")
           << "unknown keep_aspect_ratio_policy '" << attrs.policy << "'";
  return success();
}

/// An operand that is there but has no elements counts as absent.
static bool isGiven(const InferContext &context, unsigned i) {
  if (!context.has(i))
    return false;
  const Type &type = context.type(i);
  return !(type.isStatic() && type.rank() == 1 && type.dim(0).size() == 0);
}

static LogicalResult inferSizes(InferContext &context, const ResizeAttrs &attrs,
                                const std::vector<size_t> &named) {
  const Type &x = context.type(0);
  Dims dims = x.dims();
  for (size_t axis : named)
    dims[axis] = Dim();
  context.setResult(0, Type::tensor(x.dtype(), dims));
  bool scales = isGiven(context, 2);
  const Tensor *given = context.value(scales ? 2 : 3);
  if (!given)
    return success();
  auto count = static_cast<int64_t>(named.size());
  const Tensor *roi = isGiven(context, 1) ? context.value(1) : nullptr;
  if (given->size() != count || (roi && roi->size() != 2 * count))
    return context.error("resize_c3")
           << "operands do not have one entry for each of " << count << " axes";
  Shape shape;
  for (size_t i = 0; i < x.rank(); ++i)
    shape.push_back(x.dim(i).isStatic() ? x.dim(i).size() : 1);
  auto axes =
      axisResizes(attrs, shape, named, {roi, scales ? given : nullptr, scales ? nullptr : given});
  bool sizesKnown = !scales && attrs.policy == "stretch";
  for (size_t axis : named) {
    if (!(axes[axis].scale > 0) || axes[axis].output < 0)
      return context.error("resize_c4") << "scale or size of axis " << axis << " is out of range";
    if (x.dim(axis).isStatic() || sizesKnown)
      dims[axis] = axes[axis].output;
    else if (scales && axes[axis].scale == 1)
      dims[axis] = x.dim(axis);
  }
  context.setResult(0, Type::tensor(x.dtype(), dims));
  return success();
}

static LogicalResult inferResize(InferContext &context) {
  auto attrs = context.attrs<ResizeAttrs>();
  const Type &x = context.type(0);
  if (failed(checkModes(context, attrs)))
    return failure();
  if (isGiven(context, 2) == isGiven(context, 3))
    return context.error("resize_c2") << "one of scales and sizes is needed";
  context.setResult(0, x);
  if (!x.isRanked()) {
    context.setResult(0, Type::unranked(x.dtype()));
    return success();
  }
  auto named = namedAxes(attrs, x.rank());
  if (!named)
    return context.error("resize_c5") << "axes outside of " << x.str() << " or named twice";
  return inferSizes(context, attrs, *named);
}

/// `x` with one axis replaced by weighted sums along it.
static Tensor resizeAxis(const Tensor &x, size_t axis, const std::vector<Taps> &taps) {
  Shape shape = x.shape();
  shape[axis] = static_cast<int64_t>(taps.size());
  AxisSplit split(x.shape(), axis);
  Tensor y(DType::F64, shape);
  const double *from = x.data<double>().data();
  double *to = y.mutableData<double>().data();
  StopCheck stop;
  for (int64_t o = 0; o < split.outer; ++o)
    for (const Taps &tap : taps) {
      stop.after(split.inner * static_cast<int64_t>(tap.index.size()));
      for (size_t k = 0; k < tap.index.size(); ++k) {
        const double *row = from + (o * split.size + tap.index[k]) * split.inner;
        for (int64_t n = 0; n < split.inner; ++n)
          to[n] += tap.weight[k] * row[n];
      }
      to += split.inner;
    }
  return y;
}

static void fillExtrapolated(Tensor &y, size_t axis, const std::vector<Taps> &taps, double value) {
  AxisSplit split(y.shape(), axis);
  double *to = y.mutableData<double>().data();
  for (int64_t o = 0; o < split.outer; ++o)
    for (const Taps &tap : taps) {
      if (tap.extrapolated)
        std::fill(to, to + split.inner, value);
      to += split.inner;
    }
}

/// The order of axes in which no intermediate is larger than both ends.
static std::vector<size_t> shrinkingFirst(const std::vector<AxisResize> &axes) {
  std::vector<size_t> order(axes.size());
  std::iota(order.begin(), order.end(), 0);
  auto growth = [&](size_t i) {
    return static_cast<double>(axes[i].output) / static_cast<double>(axes[i].input);
  };
  std::sort(order.begin(), order.end(), [&](size_t a, size_t b) {
    return growth(a) != growth(b) ? growth(a) < growth(b) : a < b;
  });
  return order;
}

static LogicalResult evalResize(EvalContext &context) {
  auto attrs = context.attrs<ResizeAttrs>();
  const Tensor &x = context.in(0);
  auto given = [&](unsigned i) {
    return context.has(i) && context.in(i).size() > 0 ? &context.in(i) : nullptr;
  };
  auto axes =
      axisResizes(attrs, x.shape(), *namedAxes(attrs, x.rank()), {given(1), given(2), given(3)});
  DType dtype = context.out().dtype();
  if (context.out().size() == 0)
    return success();
  if (x.size() == 0)
    return context.error() << "nothing to resize from " << str(x.shape());
  if (!isFloat(dtype) && byteSize(dtype) > 4)
    return context.error() << name(dtype) << " is not held exactly";
  ResizeMethod method{attrs.mode == "nearest"  ? ResizeMethod::Kernel::Nearest
                      : attrs.mode == "linear" ? ResizeMethod::Kernel::Linear
                                               : ResizeMethod::Kernel::Cubic,
                      attrs.coordinates,
                      attrs.nearest,
                      attrs.cubicA,
                      attrs.excludeOutside != 0,
                      attrs.antialias != 0};
  Tensor y = x.converted(DType::F64);
  bool cropped = attrs.coordinates == "tf_crop_and_resize";
  std::vector<std::vector<Taps>> taps(axes.size());
  for (size_t i : shrinkingFirst(axes)) {
    bool whole = axes[i].isIdentity() && axes[i].roiStart == 0 && axes[i].roiEnd == 1;
    if (whole)
      continue;
    taps[i] = tapsOf(axes[i], method);
    y = resizeAxis(y, i, taps[i]);
  }
  for (size_t i = 0; cropped && i < axes.size(); ++i)
    if (!taps[i].empty())
      fillExtrapolated(y, i, taps[i], attrs.extrapolation);
  context.out() = y.converted(dtype);
  return success();
}

OpDef defineResize() {
  return OpDef("resize")
      .summary("Resizes by scales or to sizes with nearest, linear or cubic interpolation.")
      .operand("X")
      .optional("roi", Role::Shape)
      .optional("scales", Role::Shape)
      .optional("sizes", Role::Shape)
      .dtypes(realTypes, {"X"})
      .dtypes(floatTypes, {"roi"})
      .dtypes(floatTypes, {"scales"})
      .attrs<ResizeAttrs>()
      .infer(inferResize)
      .reference(evalResize)
      .onnx("Resize", 11);
}

} // namespace fixcon
