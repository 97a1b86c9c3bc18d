// Every way of resizing replaces each axis in turn by weighted sums of its elements:
//
//   resize %x, , , [1, 3, 8, 8] of f32[1,3,4,4]    ->    %wide = onnx.MatMul %x, %right    %right: f32[4,8]
//                                                        %y = onnx.MatMul %left, %wide     %left: f32[8,4]
//
// The weights are what the op itself makes of the rows of an identity.
#include "ResizeByProducts.h"

#include "fixcon/Tensor/Permutation.h"

#include <algorithm>
#include <array>

namespace fixcon {
namespace {

constexpr int64_t mostWeights = int64_t(1) << 22; ///< of one axis

Tensor identity(int64_t size) {
  Tensor t(DType::F64, {size, size});
  for (int64_t i = 0; i < size; ++i)
    t.mutableData<double>()[static_cast<size_t>(i * size + i)] = 1;
  return t;
}

/// Where the lists of scales and sizes tell of `axis`; nullopt if they do not.
std::optional<int64_t> placeOf(size_t axis, size_t rank, const Attribute &axes) {
  const auto *named = axes.get<Attribute::Ints>();
  if (!named)
    return static_cast<int64_t>(axis);
  auto found = std::ranges::find_if(*named, [&](int64_t a) {
    return a == static_cast<int64_t>(axis) ||
           a + static_cast<int64_t>(rank) == static_cast<int64_t>(axis);
  });
  return found == named->end() ? std::nullopt : std::optional<int64_t>(found - named->begin());
}

/// [from, to]: what an element of the operand counts in each of the result; nullopt if it cannot be told.
std::optional<Tensor> weightsOf(const SpellingBuilder &b, size_t axis, size_t rank, int64_t from,
                                int64_t to) {
  auto place = placeOf(axis, rank, b.attribute("axes"));
  if (!place || from * to > mostWeights || from * from > mostWeights)
    return std::nullopt;
  AttrDict attrs = b.attrs();
  attrs.set("axes", Attribute::Ints{1});
  attrs.erase("keep_aspect_ratio_policy"); // the size is known
  std::vector<std::optional<Tensor>> operands{identity(from), std::nullopt, std::nullopt,
                                              Tensor::of<int64_t>({1}, {to})};
  if (auto scales = b.constant(2); scales && scales->size() > 0)
    operands = {identity(from), std::nullopt,
                Tensor::of<float>({1}, {static_cast<float>(scales->toDouble(*place))})};
  auto made = b.evaluate(operands, attrs);
  if (!made || made->shape() != Shape{from, to})
    return std::nullopt;
  return made;
}

} // namespace

bool spellResizeByProducts(SpellingBuilder &b) {
  Type from = b.type(0), to = b.resultType(0);
  bool isKnown = from.isTensor() && to.isTensor() && from.isRanked() && to.isRanked() &&
                 from.rank() >= 2 &&
                 b.attr<std::string>("coordinate_transformation_mode") != "tf_crop_and_resize";
  std::vector<std::pair<size_t, Tensor>> products;
  for (size_t axis = 0; isKnown && axis < from.rank(); ++axis) {
    if (from.dim(axis) == to.dim(axis))
      continue;
    auto weights = axis + 2 >= from.rank() && from.dim(axis).isStatic() && to.dim(axis).isStatic()
                       ? weightsOf(b, axis, from.rank(), from.dim(axis).size(), to.dim(axis).size())
                       : std::nullopt;
    if (!weights)
      return false;
    products.emplace_back(axis, std::move(*weights));
  }
  if (!isKnown || products.empty())
    return false;
  SpellingOperand x = b.in(0);
  for (auto &[axis, weights] : products) {
    bool isLast = axis + 1 == from.rank();
    Tensor factor = (isLast ? weights : transpose(weights, std::array<int64_t, 2>{1, 0}))
                        .converted(from.dtype());
    x = isLast ? b.core("mat_mul", {x, factor}) : b.core("mat_mul", {factor, x});
  }
  b.result(0, x.value);
  return true;
}

} // namespace fixcon
