// The largest element of each bin of regions of interest [sample, x1, y1, x2, y2], whose corners
// are rounded to pixels and belong to the region. Bins overlap where they do not divide it evenly;
// one that is empty gives 0.
#include "Definition/Axis.h"

#include "fixcon/Ops/EvalContext.h"
#include "fixcon/Ops/InferContext.h"
#include "fixcon/Ops/OpDef.h"
#include "fixcon/Support/Stop.h"

#include <algorithm>
#include <cmath>

namespace fixcon {

namespace {
struct MaxRoiPoolAttrs {
  std::optional<Attribute::Ints> pooledShape;
  double spatialScale = 1;
  template <class V> void visit(V &v) {
    v("pooled_shape", pooledShape);
    v("spatial_scale", spatialScale);
  }
};

/// Pixels [first, last) of one bin of one axis.
struct Span {
  int64_t first, last;
};
} // namespace

static LogicalResult inferMaxRoiPool(InferContext &context) {
  auto pooled = context.attrs<MaxRoiPoolAttrs>().pooledShape;
  if (!pooled || pooled->size() != 2 || (*pooled)[0] < 1 || (*pooled)[1] < 1)
    return context.error("max_roi_pool_c1") << "pooled_shape is not two positive sizes";
  const Type &x = context.type(0), &rois = context.type(1);
  bool fits = (!x.isRanked() || x.rank() == 4) &&
              (!rois.isRanked() || (rois.rank() == 2 && !clash(rois.dim(1), 5)));
  if (!fits)
    return context.error("max_roi_pool_c2") << x.str() << " with regions " << rois.str();
  context.setResult(0, Type::tensor(x.dtype(), Dims{rois.isRanked() ? rois.dim(0) : Dim(),
                                                    x.isRanked() ? x.dim(1) : Dim(), (*pooled)[0],
                                                    (*pooled)[1]}));
  return success();
}

/// Corners as pixels; nullopt if they lie absurdly far away.
static std::optional<Span> region(double low, double high, double scale) {
  constexpr double farthest = 0x1p40;
  double first = std::round(low * scale), last = std::round(high * scale);
  if (!(std::fabs(first) < farthest && std::fabs(last) < farthest))
    return std::nullopt;
  auto from = static_cast<int64_t>(first);
  return Span{from, std::max(static_cast<int64_t>(last), from) + 1};
}

static Span binOf(const Span &region, int64_t bin, int64_t bins, int64_t size) {
  double each = static_cast<double>(region.last - region.first) / static_cast<double>(bins);
  auto first = static_cast<int64_t>(std::floor(static_cast<double>(bin) * each));
  auto last = static_cast<int64_t>(std::ceil(static_cast<double>(bin + 1) * each));
  return {std::clamp<int64_t>(region.first + first, 0, size),
          std::clamp<int64_t>(region.first + last, 0, size)};
}

static double largest(const double *plane, int64_t width, const Span &rows, const Span &cols) {
  if (rows.first >= rows.last || cols.first >= cols.last)
    return 0;
  double result = plane[rows.first * width + cols.first];
  for (int64_t y = rows.first; y < rows.last; ++y)
    for (int64_t x = cols.first; x < cols.last; ++x)
      result = std::max(result, plane[y * width + x]);
  return result;
}

static LogicalResult evalMaxRoiPool(EvalContext &context) {
  auto attrs = context.attrs<MaxRoiPoolAttrs>();
  const Tensor &x = context.in(0), &rois = context.in(1);
  const Shape &in = x.shape(), &out = context.out().shape();
  double *to = context.out().mutableData<double>().data();
  for (int64_t r = 0; r < out[0]; ++r) {
    const double *roi = rois.data<double>().data() + 5 * r;
    auto cols = region(roi[1], roi[3], attrs.spatialScale);
    auto rows = region(roi[2], roi[4], attrs.spatialScale);
    if (!cols || !rows || !(roi[0] >= 0 && roi[0] < static_cast<double>(in[0])))
      return context.error("max_roi_pool_c3") << "region " << r << " is out of range";
    auto sample = static_cast<int64_t>(roi[0]);
    for (int64_t c = 0; c < in[1]; ++c) {
      checkStop();
      const double *plane = x.data<double>().data() + (sample * in[1] + c) * in[2] * in[3];
      for (int64_t i = 0; i < out[2]; ++i)
        for (int64_t j = 0; j < out[3]; ++j)
          *to++ =
              largest(plane, in[3], binOf(*rows, i, out[2], in[2]), binOf(*cols, j, out[3], in[3]));
    }
  }
  return success();
}

OpDef defineMaxRoiPool() {
  return OpDef("max_roi_pool")
      .summary("The largest elements of the bins of regions of interest.")
      .operand("X")
      .operand("rois")
      .attrs<MaxRoiPoolAttrs>()
      .infer(inferMaxRoiPool)
      .reference(evalMaxRoiPool)
      .onnx("MaxRoiPool");
}

} // namespace fixcon
