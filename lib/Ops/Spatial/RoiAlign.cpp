// Pools regions of interest to a fixed size: each is divided into bins, a bin is sampled at evenly
// spread positions by linear interpolation, and the samples are averaged or the largest share of a
// sample is taken.
#include "Definition/Axis.h"

#include "fixcon/Ops/EvalContext.h"
#include "fixcon/Ops/InferContext.h"
#include "fixcon/Ops/OpDef.h"
#include "fixcon/Support/Stop.h"

#include <cmath>

namespace fixcon {

namespace {

struct RoiAlignAttrs {
  std::string coordinates = "half_pixel", mode = "avg";
  int64_t outputHeight = 1, outputWidth = 1, samplingRatio = 0;
  double spatialScale = 1;
  template <class V> void visit(V &v) {
    v("coordinate_transformation_mode", coordinates);
    v("mode", mode);
    v("output_height", outputHeight);
    v("output_width", outputWidth);
    v("sampling_ratio", samplingRatio);
    v("spatial_scale", spatialScale);
  }
};

/// Two neighbours of a position on one axis and their weights; none outside of the input.
struct Neighbours {
  int64_t low = 0, high = 0;
  double lowWeight = 0, highWeight = 0;

  Neighbours(double position, int64_t size) {
    if (!(position >= -1 && position <= static_cast<double>(size)))
      return;
    position = std::min(std::max(position, 0.0), static_cast<double>(size - 1));
    low = static_cast<int64_t>(position);
    high = std::min(low + 1, size - 1);
    highWeight = position - static_cast<double>(low);
    lowWeight = 1 - highWeight;
  }
};

/// One axis of a region.
struct BinAxis {
  double start, size; ///< of the region; of a bin
  int64_t samples;    ///< of a bin
  int64_t extent;     ///< of the input

  Neighbours at(int64_t bin, int64_t sample) const {
    double step = (static_cast<double>(sample) + 0.5) / static_cast<double>(samples);
    return {start + (static_cast<double>(bin) + step) * size, extent};
  }
};

} // namespace

/// A region may be sampled this often on an axis; a larger one makes no sense.
static constexpr double maxSamples = 1 << 16;

static std::optional<BinAxis> binAxis(const RoiAlignAttrs &attrs, double start, double end,
                                      int64_t bins, int64_t extent) {
  bool half = attrs.coordinates == "half_pixel";
  start = start * attrs.spatialScale - (half ? 0.5 : 0);
  double length = end * attrs.spatialScale - (half ? 0.5 : 0) - start;
  if (!half)
    length = std::max(length, 1.0);
  double size = length / static_cast<double>(bins);
  double samples =
      attrs.samplingRatio > 0 ? static_cast<double>(attrs.samplingRatio) : std::ceil(size);
  if (!(samples <= maxSamples))
    return std::nullopt;
  return BinAxis{start, size, static_cast<int64_t>(std::max(samples, 0.0)), extent};
}

static double poolBin(const double *plane, const BinAxis &rows, const BinAxis &cols, int64_t row,
                      int64_t col, bool average) {
  double result = 0;
  bool first = true;
  StopCheck stop;
  for (int64_t i = 0; i < rows.samples; ++i, stop.after(cols.samples * 8))
    for (int64_t j = 0; j < cols.samples; ++j) {
      Neighbours y = rows.at(row, i), x = cols.at(col, j);
      double shares[] = {y.lowWeight * x.lowWeight * plane[y.low * cols.extent + x.low],
                         y.lowWeight * x.highWeight * plane[y.low * cols.extent + x.high],
                         y.highWeight * x.lowWeight * plane[y.high * cols.extent + x.low],
                         y.highWeight * x.highWeight * plane[y.high * cols.extent + x.high]};
      for (double share : shares) {
        result = average ? result + share : first ? share : std::max(result, share);
        first = false;
      }
    }
  auto count = static_cast<double>(std::max<int64_t>(rows.samples * cols.samples, 1));
  return average ? result / count : result;
}

static LogicalResult inferRoiAlign(InferContext &context) {
  auto attrs = context.attrs<RoiAlignAttrs>();
  bool known = (attrs.mode == "avg" || attrs.mode == "max") &&
               (attrs.coordinates == "half_pixel" || attrs.coordinates == "output_half_pixel");
  if (!known || attrs.outputHeight < 1 || attrs.outputWidth < 1 || attrs.samplingRatio < 0)
    return context.error("roi_align_c1") << "an attribute is unknown or out of range";
  const Type &x = context.type(0), &rois = context.type(1), &batch = context.type(2);
  Dims dims{Dim(), Dim(), attrs.outputHeight, attrs.outputWidth};
  if (x.isRanked() && rois.isRanked() && batch.isRanked()) {
    if (x.rank() != 4 || rois.rank() != 2 || batch.rank() != 1 || clash(rois.dim(1), 4) ||
        clash(rois.dim(0), batch.dim(0)) || x.dim(2) == Dim(0) || x.dim(3) == Dim(0))
      return context.error("roi_align_c2")
             << x.str() << " with regions " << rois.str() << " of samples " << batch.str();
    dims[0] = rois.dim(0);
    dims[1] = x.dim(1);
  }
  context.setResult(0, Type::tensor(x.dtype(), dims));
  return success();
}

static LogicalResult evalRoiAlign(EvalContext &context) {
  auto attrs = context.attrs<RoiAlignAttrs>();
  const Tensor &x = context.in(0), &rois = context.in(1);
  const Shape &shape = x.shape();
  double *y = context.out().mutableData<double>().data();
  for (int64_t r = 0; r < rois.shape()[0]; ++r) {
    const double *roi = rois.data<double>().data() + r * 4;
    auto cols = binAxis(attrs, roi[0], roi[2], attrs.outputWidth, shape[3]);
    auto rows = binAxis(attrs, roi[1], roi[3], attrs.outputHeight, shape[2]);
    int64_t sample = context.in(2).toInt(r);
    if (!cols || !rows || sample < 0 || sample >= shape[0])
      return context.error() << "region " << r << " is out of range";
    for (int64_t c = 0; c < shape[1]; ++c) {
      checkStop();
      const double *plane = x.data<double>().data() + (sample * shape[1] + c) * shape[2] * shape[3];
      for (int64_t i = 0; i < attrs.outputHeight; ++i)
        for (int64_t j = 0; j < attrs.outputWidth; ++j)
          *y++ = poolBin(plane, *rows, *cols, i, j, attrs.mode == "avg");
    }
  }
  return success();
}

OpDef defineRoiAlign() {
  return OpDef("roi_align")
      .summary("Pools regions of interest to a fixed size.")
      .operand("X")
      .operand("rois", Role::Index)
      .operand("batch_indices", Role::Index)
      .dtypes(floatTypes, {"X", "rois"})
      .attrs<RoiAlignAttrs>()
      .infer(inferRoiAlign)
      .reference(evalRoiAlign)
      .onnx("RoiAlign", 16);
}

} // namespace fixcon
