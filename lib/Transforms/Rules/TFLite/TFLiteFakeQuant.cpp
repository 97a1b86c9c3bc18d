// Numbers on a grid of 2^bits steps between two bounds, which are moved so that 0 lies on it.
//
//   scale = (max - min) / (high - low), zero point = low - min / scale rounded and kept in range
//   y = (round((clip(x) - min') / scale)) * scale + min',  min' = (low - zero point) * scale
#include "Rules/Support/FusedActivation.h"

#include <algorithm>
#include <cmath>

namespace fixcon {

LogicalResult ruleTFLiteFakeQuant(Op &, RuleBuilder &b) {
  double low = b.take("narrow_range", false) ? 1 : 0;
  double high =
      std::ldexp(1, static_cast<int>(std::clamp<int64_t>(b.take<int64_t>("num_bits", 0), 2, 16))) -
      1;
  auto min = static_cast<float>(b.take("min", 0.0)), max = static_cast<float>(b.take("max", 0.0));
  float scale = (max - min) / static_cast<float>(high - low);
  float start = static_cast<float>(low) - min / scale;
  double zero = start < low ? low : start > high ? high : std::round(start);
  auto least = static_cast<float>(low - zero) * scale,
       most = static_cast<float>(high - zero) * scale;
  Value *x = clipped(b, b.in(0), least, most);
  Value *steps =
      b.value("div", {b.value("sub", {x, b.scalarLike(x, least)}), b.scalarLike(x, scale)});
  Value *whole = b.value("floor", {b.value("add", {steps, b.scalarLike(x, 0.5)})});
  b.result(
      0, b.value("add", {b.value("mul", {whole, b.scalarLike(x, scale)}), b.scalarLike(x, least)}));
  return success();
}

} // namespace fixcon
