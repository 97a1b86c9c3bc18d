// Convolution as matrix products. The input under a range of output positions is written as
// columns, one row per weight of a filter, and multiplied by the filters:
//
//   columns[c, k][p] = x[c, position p under weight k], 0 in the padding
//   y[m, p]         += sum over (c, k) of w[m, c, k] * columns[c, k][p]
//
// The range is chosen so that the columns stay within a fixed buffer. A kernel of one element needs
// no columns, and a depthwise convolution has no sum over channels: both go without.
#include "Convolution.h"

#include "Product/Product.h"

#include "fixcon/Support/Stop.h"

#include <algorithm>

namespace fixcon {

static constexpr int64_t bufferElements = int64_t(1) << 19;

ConvGeometry ConvGeometry::of(const Shape &input, const Shape &output, int64_t groups,
                              const std::vector<WindowAxis> &axes) {
  ConvGeometry g;
  g.batch = input[0];
  g.groups = groups;
  g.inputsPerGroup = input[1] / groups;
  g.outputsPerGroup = output[1] / groups;
  size_t lead = 3 - axes.size();
  for (size_t i = 0; i < axes.size(); ++i) {
    g.input[lead + i] = input[2 + i];
    g.output[lead + i] = output[2 + i];
    g.axes[lead + i] = axes[i];
  }
  return g;
}

namespace {

/// A run of output positions [begin, end) within one row of the last axis, seen under one weight.
struct RowUnderWeight {
  const ConvGeometry &g;
  std::array<int64_t, 3> weight; ///< index of the weight on each axis

  /// Offset of the input row that row `row` of the output meets, or -1 in the padding.
  int64_t inputRow(int64_t row) const {
    int64_t z = position(0, row / g.output[1]), y = position(1, row % g.output[1]);
    if (z < 0 || z >= g.input[0] || y < 0 || y >= g.input[1])
      return -1;
    return (z * g.input[1] + y) * g.input[2];
  }
  int64_t position(size_t axis, int64_t window) const {
    const WindowAxis &a = g.axes[axis];
    return window * a.stride - a.before + weight[axis] * a.dilation;
  }
  /// The windows of the last axis that meet the input under this weight, cut to [begin, end).
  std::pair<int64_t, int64_t> inside(int64_t begin, int64_t end) const {
    const WindowAxis &a = g.axes[2];
    int64_t offset = weight[2] * a.dilation - a.before;
    int64_t first = offset >= 0 ? 0 : (-offset + a.stride - 1) / a.stride;
    int64_t last = g.input[2] <= offset ? 0 : (g.input[2] - offset - 1) / a.stride + 1;
    first = std::clamp(first, begin, end);
    return {first, std::clamp(last, first, end)};
  }
};

} // namespace

/// Calls fn(weight) for each weight of the kernel in row-major order.
template <class Fn> static void forEachWeight(const ConvGeometry &g, Fn &&fn) {
  for (int64_t z = 0; z < g.axes[0].kernel; ++z)
    for (int64_t y = 0; y < g.axes[1].kernel; ++y)
      for (int64_t x = 0; x < g.axes[2].kernel; ++x)
        fn(RowUnderWeight{g, {z, y, x}});
}

/// Calls fn(row, begin, end) for the parts of rows that the output positions [from, to) make up.
template <class Fn>
static void forEachRow(const ConvGeometry &g, int64_t from, int64_t to, Fn &&fn) {
  int64_t width = g.output[2];
  while (from < to) {
    int64_t row = from / width, begin = from % width;
    int64_t end = std::min(width, begin + to - from);
    fn(row, begin, end);
    from += end - begin;
  }
}

static void copyColumns(const ConvGeometry &g, const double *x, int64_t from, int64_t to,
                        double *columns) {
  int64_t stride = g.axes[2].stride;
  StopCheck stop;
  for (int64_t c = 0; c < g.inputsPerGroup; ++c, x += g.inputSize())
    forEachWeight(g, [&](const RowUnderWeight &under) {
      stop.after(to - from);
      forEachRow(g, from, to, [&](int64_t row, int64_t begin, int64_t end) {
        int64_t source = under.inputRow(row);
        auto [first, last] = source < 0 ? std::pair(end, end) : under.inside(begin, end);
        std::fill(columns, columns + (first - begin), 0.0);
        const double *in = x + source + under.position(2, first);
        double *out = columns + (first - begin);
        for (int64_t i = 0, count = last - first; i < count; ++i)
          out[i] = in[i * stride];
        std::fill(columns + (last - begin), columns + (end - begin), 0.0);
        columns += end - begin;
      });
    });
}

/// The reverse of copyColumns: what lies under each weight is added to its place in x.
static void addColumns(const ConvGeometry &g, const double *columns, int64_t from, int64_t to,
                       double *x) {
  int64_t stride = g.axes[2].stride;
  StopCheck stop;
  for (int64_t c = 0; c < g.inputsPerGroup; ++c, x += g.inputSize())
    forEachWeight(g, [&](const RowUnderWeight &under) {
      stop.after(to - from);
      forEachRow(g, from, to, [&](int64_t row, int64_t begin, int64_t end) {
        int64_t target = under.inputRow(row);
        if (target >= 0) {
          auto [first, last] = under.inside(begin, end);
          double *out = x + target + under.position(2, first);
          for (int64_t i = 0, count = last - first; i < count; ++i)
            out[i * stride] += columns[first - begin + i];
        }
        columns += end - begin;
      });
    });
}

static bool isPointwise(const ConvGeometry &g) {
  return g.kernelSize() == 1 && g.input == g.output &&
         std::all_of(g.axes.begin(), g.axes.end(),
                     [](const WindowAxis &a) { return a.stride == 1 && a.before == 0; });
}

/// One input channel under one filter, weight by weight.
static void addPlane(const ConvGeometry &g, const double *x, const double *w, double *y) {
  int64_t stride = g.axes[2].stride, width = g.output[2];
  StopCheck stop;
  forEachWeight(g, [&](const RowUnderWeight &under) {
    double weight = *w++;
    stop.after(g.outputSize());
    for (int64_t row = 0; row < g.output[0] * g.output[1]; ++row) {
      int64_t source = under.inputRow(row);
      if (source < 0)
        continue;
      auto [first, last] = under.inside(0, width);
      const double *in = x + source + under.position(2, first);
      double *out = y + row * width + first;
      if (stride == 1)
        for (int64_t i = 0, count = last - first; i < count; ++i)
          out[i] += weight * in[i];
      else
        for (int64_t i = 0, count = last - first; i < count; ++i)
          out[i] += weight * in[i * stride];
    }
  });
}

/// Output positions whose columns fit into the buffer.
static int64_t tileSize(const ConvGeometry &g, int64_t rows) {
  return std::clamp<int64_t>(bufferElements / std::max<int64_t>(rows, 1), 1,
                             std::max<int64_t>(g.outputSize(), 1));
}

static void addGroup(const ConvGeometry &g, const double *x, const double *w, double *y,
                     std::vector<double> &columns) {
  int64_t inner = g.inputsPerGroup * g.kernelSize(), size = g.outputSize();
  if (g.inputsPerGroup == 1) {
    for (int64_t m = 0; m < g.outputsPerGroup; ++m)
      addPlane(g, x, w + m * inner, y + m * size);
    return;
  }
  if (isPointwise(g)) {
    addProduct(g.outputsPerGroup, inner, size, {w, inner}, {x, size}, y, size);
    return;
  }
  int64_t tile = tileSize(g, inner);
  columns.resize(static_cast<size_t>(inner * tile));
  for (int64_t from = 0; from < size; from += tile) {
    int64_t to = std::min(size, from + tile);
    copyColumns(g, x, from, to, columns.data());
    addProduct(g.outputsPerGroup, inner, to - from, {w, inner}, {columns.data(), to - from},
               y + from, size);
  }
}

void addConvolution(const ConvGeometry &g, const double *x, const double *w, double *y) {
  std::vector<double> columns;
  int64_t filter = g.inputsPerGroup * g.kernelSize();
  for (int64_t n = 0; n < g.batch; ++n)
    for (int64_t group = 0; group < g.groups; ++group) {
      int64_t plane = n * g.groups + group;
      addGroup(g, x + plane * g.inputsPerGroup * g.inputSize(),
               w + group * g.outputsPerGroup * filter,
               y + plane * g.outputsPerGroup * g.outputSize(), columns);
    }
}

static void addTransposedGroup(const ConvGeometry &g, const double *x, const double *w, double *y,
                               std::vector<double> &columns) {
  int64_t inner = g.inputsPerGroup * g.kernelSize(), size = g.outputSize();
  int64_t tile = tileSize(g, inner);
  for (int64_t from = 0; from < size; from += tile) {
    int64_t to = std::min(size, from + tile);
    columns.assign(static_cast<size_t>(inner * (to - from)), 0.0);
    addProduct(inner, g.outputsPerGroup, to - from, {w, inner, true}, {x + from, size},
               columns.data(), to - from);
    addColumns(g, columns.data(), from, to, y);
  }
}

void addTransposedConvolution(const ConvGeometry &g, const double *x, const double *w, double *y) {
  std::vector<double> columns;
  int64_t filter = g.inputsPerGroup * g.kernelSize();
  for (int64_t n = 0; n < g.batch; ++n)
    for (int64_t group = 0; group < g.groups; ++group) {
      int64_t plane = n * g.groups + group;
      addTransposedGroup(g, x + plane * g.outputsPerGroup * g.outputSize(),
                         w + group * g.outputsPerGroup * filter,
                         y + plane * g.inputsPerGroup * g.inputSize(), columns);
    }
}

void fillWithBias(double *y, int64_t batch, int64_t channels, int64_t size, const double *bias) {
  for (int64_t n = 0; n < batch; ++n)
    for (int64_t c = 0; c < channels; ++c, y += size)
      std::fill(y, y + size, bias ? bias[c] : 0.0);
}

} // namespace fixcon
