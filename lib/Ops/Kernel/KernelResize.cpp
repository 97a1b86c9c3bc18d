// RESIZE_BILINEAR of integers, channels last. Positions and weights have ten binary digits; those of u8 are floats.
#include "Kernel.h"

#include <algorithm>
#include <cmath>

namespace fixcon {

namespace {

struct ResizeAttrs : KernelAttrs {
  bool alignCorners = false, halfPixel = false;
  template <class V> void visit(V &v) {
    KernelAttrs::visit(v);
    v("align_corners", alignCorners);
    v("half_pixel", halfPixel);
  }
};

/// Between which indices a result lies, and how near to the second.
template <class T> struct Place {
  int64_t low = 0, high = 0;
  T toLow = 1, toHigh = 0;
};

constexpr int64_t one = 1 << 10;

std::vector<Place<int64_t>> wholePlaces(const ResizeAttrs &attrs, int64_t in, int64_t out) {
  bool corners = attrs.alignCorners && out > 1;
  int64_t from = corners ? in - 1 : in, to = corners ? out - 1 : out;
  int64_t step = (one * from + to / 2) / to;
  std::vector<Place<int64_t>> places;
  for (int64_t i = 0; i < out; ++i) {
    int64_t at = i * step + (attrs.halfPixel ? step / 2 - one / 2 : 0);
    int64_t low = std::max<int64_t>(at / one, 0), high = std::min((at + one - 1) / one, in - 1);
    places.push_back({low, high, one - (at - one * low), at - one * low});
  }
  return places;
}

std::vector<Place<float>> floatPlaces(const ResizeAttrs &attrs, int64_t in, int64_t out) {
  bool corners = attrs.alignCorners && out > 1;
  float step = corners ? static_cast<float>(in - 1) / static_cast<float>(out - 1)
                       : static_cast<float>(in) / static_cast<float>(out);
  std::vector<Place<float>> places;
  for (int64_t i = 0; i < out; ++i) {
    float at = attrs.halfPixel ? (static_cast<float>(i) + 0.5F) * step - 0.5F
                               : static_cast<float>(i) * step;
    auto low = std::max<int64_t>(static_cast<int64_t>(std::floor(at)), 0);
    auto high = std::min(static_cast<int64_t>(std::ceil(at)), in - 1);
    float rest = at - static_cast<float>(low);
    places.push_back({low, high, 1 - rest, rest});
  }
  return places;
}

int64_t rounded(int64_t sum) {
  constexpr int64_t unit = one * one;
  return (sum + (sum > 0 ? unit / 2 : -unit / 2)) / unit;
}

int64_t rounded(float sum) { return static_cast<int64_t>(sum + 0.5F); }

/// Of tensors [batch, height, width, channels].
template <class T>
std::vector<int64_t> resized(const std::vector<int64_t> &x, const Shape &from, const Shape &to,
                             const std::vector<Place<T>> &rows,
                             const std::vector<Place<T>> &columns) {
  std::vector<int64_t> y;
  for (int64_t n = 0; n < to[0]; ++n)
    for (const Place<T> &row : rows)
      for (const Place<T> &column : columns)
        for (int64_t c = 0; c < to[3]; ++c) {
          auto at = [&](int64_t h, int64_t w) {
            return static_cast<T>(
                x[static_cast<size_t>(((n * from[1] + h) * from[2] + w) * from[3] + c)]);
          };
          y.push_back(rounded(at(row.low, column.low) * row.toLow * column.toLow +
                              at(row.high, column.low) * row.toHigh * column.toLow +
                              at(row.low, column.high) * row.toLow * column.toHigh +
                              at(row.high, column.high) * row.toHigh * column.toHigh));
        }
  return y;
}

LogicalResult evalResize(EvalContext &context) {
  auto attrs = context.attrs<ResizeAttrs>();
  KernelRun run(context, attrs);
  const Shape &from = run.shape(1), &to = run.shape(0);
  if (from.size() != 4 || to.size() != 4)
    return context.error() << "no picture with channels last";
  std::vector<int64_t> x = context.in(1).toInts();
  if (context.out().dtype() == DType::U8)
    run.give(resized(x, from, to, floatPlaces(attrs, from[1], to[1]),
                     floatPlaces(attrs, from[2], to[2])));
  else
    run.give(resized(x, from, to, wholePlaces(attrs, from[1], to[1]),
                     wholePlaces(attrs, from[2], to[2])));
  return success();
}

} // namespace

OpDef defineKernelResize() {
  return kernelOp("kernel_resize", "The integers of RESIZE_BILINEAR.", {"x"})
      .attrs<ResizeAttrs>()
      .reference(evalResize);
}

} // namespace fixcon
