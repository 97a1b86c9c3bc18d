// There are three ways to place pixels. Which of them gives what the core op does at its sizes is tried on a picture; any
// other way is products with constants.
#include "ChannelsLast.h"
#include "ONNX/ResizeByProducts.h"
#include "fixcon/Transforms/CoreBuilder.h"

#include <cmath>

namespace fixcon {

namespace {

struct Way {
  const char *coordinates, *nearest;
  bool corners, centres;
};

} // namespace

/// A picture of which no two pixels, or means of them, are the same.
static Tensor picture(int64_t height, int64_t width) {
  std::vector<double> pixels;
  for (int64_t i = 0; i < height * width; ++i)
    pixels.push_back(std::sin(static_cast<double>(i * i + 1)));
  return Tensor::of<double>({1, 1, height, width}, pixels);
}

static bool isNear(const Tensor &a, const Tensor &b) {
  if (a.shape() != b.shape())
    return false;
  for (int64_t i = 0; i < a.size(); ++i)
    if (std::abs(a.toDouble(i) - b.toDouble(i)) > 1e-6)
      return false;
  return true;
}

/// The way that makes of pictures of that size what the core op does.
static std::optional<Way> wayOf(const SpellingBuilder &b, const Shape &from, const Shape &to,
                                bool linear) {
  constexpr int64_t mostPixels = 1 << 22;
  if (from[2] * from[3] > mostPixels || to[2] * to[3] > mostPixels)
    return std::nullopt;
  Tensor x = picture(from[2], from[3]);
  auto constant = [&](unsigned i) { return b.constant(i); };
  AttrDict own = b.attrs();
  own.erase("axes");
  own.erase("keep_aspect_ratio_policy");
  std::vector<std::optional<Tensor>> given = {x, std::nullopt, std::nullopt,
                                              Tensor::of<int64_t>({4}, {1, 1, to[2], to[3]})};
  std::vector<std::optional<Tensor>> sized = given;
  if (auto scales = constant(2); scales && scales->size() > 0) {
    auto count = scales->size();
    given = {x, std::nullopt,
             Tensor::of<float>({4}, {1, 1, static_cast<float>(scales->toDouble(count - 2)),
                                     static_cast<float>(scales->toDouble(count - 1))}),
             std::nullopt};
  }
  auto wanted = b.evaluate(given, own);
  static constexpr Way ways[] = {{"half_pixel", "round_prefer_ceil", false, true},
                                 {"asymmetric", "floor", false, false},
                                 {"align_corners", "round_prefer_ceil", true, false}};
  for (const Way &way : ways) {
    AttrDict attrs = attrsOf({{"mode", linear ? "linear" : "nearest"},
                              {"coordinate_transformation_mode", way.coordinates}});
    if (!linear)
      attrs.set("nearest_mode", way.nearest);
    auto made = b.evaluate(sized, attrs);
    if (wanted && made && isNear(*wanted, *made))
      return way;
  }
  return std::nullopt;
}

void spellTFLiteResize(SpellingBuilder &b) {
  const Type x = b.type(0), y = b.resultType(0);
  bool known = x.isTensor() && y.isTensor() && x.rank() == 4 && y.rank() == 4;
  for (size_t axis = 2; known && axis < 4; ++axis)
    known = x.dim(axis).isStatic() && y.dim(axis).isStatic();
  known = known && x.dim(0) == y.dim(0) && x.dim(1) == y.dim(1);
  if (!known)
    return b.refuse("only pictures of sizes that are known are resized");
  auto mode = b.attr<std::string>("mode");
  Shape from = {1, 1, x.dim(2).size(), x.dim(3).size()},
        to = {1, 1, y.dim(2).size(), y.dim(3).size()};
  auto way =
      mode == "linear" || mode == "nearest" ? wayOf(b, from, to, mode == "linear") : std::nullopt;
  if (!way) {
    if (!spellResizeByProducts(b))
      b.refuse("there is no such resizing");
    return;
  }
  const char *type = mode == "linear" ? "RESIZE_BILINEAR" : "RESIZE_NEAREST_NEIGHBOR";
  SpellingOperand last = transposed(b, b.in(0), toChannelsLast(4));
  Value *made =
      b.foreign(type, {last, ints32({to[2], to[3]})},
                attrsOf({{"align_corners", way->corners}, {"half_pixel_centers", way->centres}}),
                transposed(y, toChannelsLast(4)));
  b.result(0, transposed(b, made, toChannelsFirst(4)).value);
}

} // namespace fixcon
