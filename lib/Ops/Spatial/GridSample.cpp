// Samples the input at positions that a grid gives in [-1, 1], in the order x, y(, z). Positions
// outside read zero, the border, or the input mirrored at its edges.
#include "Definition/Axis.h"

#include "fixcon/Ops/EvalContext.h"
#include "fixcon/Ops/InferContext.h"
#include "fixcon/Ops/OpDef.h"
#include "fixcon/Support/Stop.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace fixcon {

namespace {

struct GridSampleAttrs {
  int64_t alignCorners = 0;
  std::string mode = "linear", paddingMode = "zeros";
  template <class V> void visit(V &v) {
    v("align_corners", alignCorners);
    v("mode", mode);
    v("padding_mode", paddingMode);
  }
};

/// Reads one channel of one sample at any integer or real position.
class Sampler {
public:
  Sampler(const GridSampleAttrs &attrs, const Shape &shape)
      : attrs(attrs), extents(shape.begin() + 2, shape.end()) {}

  double at(const double *plane, const double *grid) const;

private:
  /// From [-1, 1] to elements.
  double element(size_t axis, double position) const {
    auto size = static_cast<double>(extents[axis]);
    return attrs.alignCorners ? (position + 1) / 2 * (size - 1) : ((position + 1) * size - 1) / 2;
  }
  double mirrored(size_t axis, double x) const;
  double read(const double *plane, size_t axis, int64_t offset,
              const std::array<double, 3> &position) const;
  double readElement(const double *plane, size_t axis, int64_t offset, double index,
                     const std::array<double, 3> &position) const;

  const GridSampleAttrs &attrs;
  Shape extents;
};

} // namespace

double Sampler::mirrored(size_t axis, double x) const {
  auto size = static_cast<double>(extents[axis]);
  double low = attrs.alignCorners ? 0 : -0.5, span = attrs.alignCorners ? size - 1 : size;
  if (span <= 0)
    return 0;
  double turned = std::fmod(std::fabs(x - low), 2 * span);
  return low + (turned > span ? 2 * span - turned : turned);
}

double Sampler::readElement(const double *plane, size_t axis, int64_t offset, double index,
                            const std::array<double, 3> &position) const {
  auto last = static_cast<double>(extents[axis] - 1);
  if (index < 0 || index > last) {
    if (attrs.paddingMode == "zeros")
      return 0;
    if (attrs.paddingMode == "reflection")
      index = mirrored(axis, index);
    index = std::min(std::max(index, 0.0), last);
  }
  return read(plane, axis + 1, offset * extents[axis] + static_cast<int64_t>(index), position);
}

/// Keys' cubic with a = -0.75.
static double cubic(double distance) {
  constexpr double a = -0.75;
  double d = std::fabs(distance);
  return d <= 1 ? ((a + 2) * d - (a + 3)) * d * d + 1 : ((a * d - 5 * a) * d + 8 * a) * d - 4 * a;
}

double Sampler::read(const double *plane, size_t axis, int64_t offset,
                     const std::array<double, 3> &position) const {
  if (axis == extents.size())
    return plane[offset];
  double x = position[axis];
  if (attrs.mode == "nearest")
    return readElement(plane, axis, offset, std::nearbyint(x), position);
  double base = std::floor(x), value = 0;
  bool smooth = attrs.mode == "cubic";
  for (double k = smooth ? -1 : 0; k <= (smooth ? 2 : 1); ++k) {
    double weight = smooth ? cubic(x - base - k) : 1 - std::fabs(x - base - k);
    value += weight * readElement(plane, axis, offset, base + k, position);
  }
  return value;
}

double Sampler::at(const double *plane, const double *grid) const {
  std::array<double, 3> position{};
  for (size_t axis = 0; axis < extents.size(); ++axis) {
    double x = element(axis, grid[extents.size() - 1 - axis]);
    auto last = static_cast<double>(extents[axis] - 1);
    if (!std::isfinite(x))
      x = -1e6;
    if (attrs.paddingMode == "border" && attrs.mode != "cubic")
      x = std::min(std::max(x, 0.0), last);
    if (attrs.paddingMode == "reflection" && attrs.mode != "cubic")
      x = std::min(std::max(mirrored(axis, x), 0.0), last);
    position[axis] = x;
  }
  return read(plane, 0, 0, position);
}

static LogicalResult inferGridSample(InferContext &context) {
  auto attrs = context.attrs<GridSampleAttrs>();
  auto oneOf = [](const std::string &word, std::initializer_list<const char *> words) {
    return std::find(words.begin(), words.end(), word) != words.end();
  };
  if (!oneOf(attrs.mode, {"linear", "nearest", "cubic"}) ||
      !oneOf(attrs.paddingMode, {"zeros", "border", "reflection"}))
    return context.error("grid_sample_c1")
           << "unknown mode '" << attrs.mode << "' or padding '" << attrs.paddingMode << "'";
  const Type &x = context.type(0), &grid = context.type(1);
  context.setResult(0, Type::unranked(x.dtype()));
  if (!x.isRanked() || !grid.isRanked())
    return success();
  size_t spatial = x.rank() < 2 ? 0 : x.rank() - 2;
  if (x.rank() != grid.rank() || spatial < 1 || spatial > 3 || clash(x.dim(0), grid.dim(0)) ||
      clash(grid.dim(grid.rank() - 1), static_cast<int64_t>(spatial)))
    return context.error("grid_sample_c2") << "grid " << grid.str() << " for " << x.str();
  for (size_t i = 2; i < x.rank(); ++i)
    if (x.dim(i) == Dim(0))
      return context.error("grid_sample_c3") << "nothing to sample in " << x.str();
  Dims dims{x.dim(0), x.dim(1)};
  dims.insert(dims.end(), grid.dims().begin() + 1, grid.dims().end() - 1);
  context.setResult(0, Type::tensor(x.dtype(), dims));
  return success();
}

static LogicalResult evalGridSample(EvalContext &context) {
  auto attrs = context.attrs<GridSampleAttrs>();
  const Tensor &x = context.in(0), &grid = context.in(1);
  Sampler sampler(attrs, x.shape());
  AxisSplit split(x.shape(), 1);
  auto axes = static_cast<int64_t>(x.rank() - 2);
  int64_t samples = split.outer, channels = split.size;
  int64_t points = samples ? grid.size() / samples / axes : 0;
  double *y = context.out().mutableData<double>().data();
  StopCheck stop;
  for (int64_t n = 0; n < samples; ++n)
    for (int64_t c = 0; c < channels; ++c) {
      for (int64_t p = 0; p < points; ++p)
        *y++ = sampler.at(x.data<double>().data() + (n * channels + c) * split.inner,
                          grid.data<double>().data() + (n * points + p) * axes);
      stop.after(points * 16);
    }
  return success();
}

OpDef defineGridSample() {
  return OpDef("grid_sample")
      .summary("Samples x at the positions of a grid.")
      .operand("X")
      .operand("grid", Role::Index)
      .dtypes(floatTypes, {"grid"})
      .attrs<GridSampleAttrs>()
      .infer(inferGridSample)
      .reference(evalGridSample)
      .onnx("GridSample", 20);
}

} // namespace fixcon
