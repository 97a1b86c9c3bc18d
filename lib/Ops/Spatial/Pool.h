// What pools share: the shape rule and the walk over their windows.
#pragma once

#include "Window.h"

#include "fixcon/Support/Stop.h"

#include <array>

namespace fixcon {

struct PoolAttrs : WindowAttrs {
  int64_t ceilMode = 0;
  template <class V> void visit(V &v) {
    WindowAttrs::visit(v);
    v("ceil_mode", ceilMode);
  }
};

/// Dims of a pool's result, or none if the rank is not known. Reports under `<label>_c1`, `_c2`.
FailureOr<std::optional<Dims>> poolDims(const InferContext &context, const std::string &label,
                                        const PoolAttrs &attrs);

/// The windows of a pool on concrete shapes; missing spatial axes have size 1.
struct PoolGeometry {
  int64_t planes = 0;
  std::array<int64_t, 3> input{1, 1, 1}, output{1, 1, 1};
  std::array<WindowAxis, 3> axes;

  PoolGeometry(const PoolAttrs &attrs, const Shape &in, const Shape &out);
  int64_t inputSize() const { return input[0] * input[1] * input[2]; }
};

/// One window of one plane, cut to the input.
struct PoolWindow {
  const PoolGeometry &g;
  int64_t plane;
  std::array<int64_t, 3> index;                     ///< of the window on each axis
  std::array<std::pair<int64_t, int64_t>, 3> range; ///< of kernel elements inside the input

  int64_t position(size_t axis, int64_t k) const {
    return index[axis] * g.axes[axis].stride - g.axes[axis].before + k * g.axes[axis].dilation;
  }
  /// Calls fn with the offset in the input of every element of the window.
  template <class Fn> void forEach(Fn &&fn) const {
    for (int64_t z = range[0].first; z < range[0].second; ++z)
      for (int64_t y = range[1].first; y < range[1].second; ++y) {
        int64_t row = (plane * g.input[0] + position(0, z)) * g.input[1] + position(1, y);
        int64_t at = row * g.input[2] + position(2, range[2].first);
        for (int64_t x = range[2].first; x < range[2].second; ++x, at += g.axes[2].dilation)
          fn(at);
      }
  }
  /// Elements inside the input.
  int64_t count() const;
  /// Elements inside the input or its declared padding; what the ceiling adds does not count.
  int64_t countWithPadding() const;
};

/// Calls fn(window) in the order of the result's elements.
template <class Fn> void forEachWindow(const PoolGeometry &g, Fn &&fn) {
  StopCheck stop;
  for (int64_t plane = 0; plane < g.planes; ++plane)
    for (int64_t z = 0; z < g.output[0]; ++z)
      for (int64_t y = 0; y < g.output[1]; ++y)
        for (int64_t x = 0; x < g.output[2]; ++x) {
          PoolWindow window{g,
                            plane,
                            {z, y, x},
                            {g.axes[0].inside(z, g.input[0]), g.axes[1].inside(y, g.input[1]),
                             g.axes[2].inside(x, g.input[2])}};
          fn(window);
          stop.after(window.count());
        }
}

/// Shape rule of the global pools: all spatial dims become 1.
LogicalResult inferGlobalPool(InferContext &context, const std::string &label);

} // namespace fixcon
