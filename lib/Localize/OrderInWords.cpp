// Slices along an axis are brought together by a weighted sum of their elements, which sorts both sides; whether
// they are equal, their elements say.
#include "OrderInWords.h"

#include "fixcon/Align/Layout.h"
#include "fixcon/Localize/EqualWeights.h"
#include "fixcon/Ops/OpDef.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace fixcon {
namespace {

/// The elements of a tensor by slices along one axis.
class Slices {
public:
  Slices(const Tensor &tensor, size_t axis)
      : elements(tensor.toDoubles()), count(static_cast<size_t>(tensor.shape()[axis])),
        inner(static_cast<size_t>(stridesOf(tensor.shape())[axis])) {}

  size_t size() const { return elements.size() / count; }
  double at(size_t slice, size_t i) const {
    return elements[i / inner * inner * count + slice * inner + i % inner];
  }
  /// The slices in the order of a sum that no two different ones are likely to share.
  std::vector<size_t> sorted() const {
    std::vector<double> sums(count);
    for (size_t slice = 0; slice < count; ++slice)
      for (size_t i = 0; i < size(); ++i)
        sums[slice] += at(slice, i) * std::sin(1.0 + static_cast<double>(i));
    std::vector<size_t> order(count);
    std::iota(order.begin(), order.end(), size_t(0));
    std::ranges::stable_sort(order, {}, [&](size_t slice) { return sums[slice]; });
    return order;
  }

  std::vector<double> elements;
  size_t count;

private:
  size_t inner;
};

using Order = std::vector<size_t>;

/// For each slice of the target along an axis the one of the source that it is; empty if they are not the same.
Order orderAlong(const Tensor &source, const Tensor &target, size_t axis) {
  Slices s(source, axis), t(target, axis);
  Order from = s.sorted(), to = t.sorted(), order(s.count);
  double largest = maxMagnitude(source);
  for (size_t k = 0; k < from.size(); ++k) {
    for (size_t i = 0; i < s.size(); ++i)
      if (!isFoldingRounding(s.at(from[k], i), t.at(to[k], i), largest))
        return {};
    order[to[k]] = from[k];
  }
  return order;
}

/// The same for `count` blocks of equal size; empty if slices leave their block.
Order blocksOf(const Order &order, size_t count) {
  if (count < 2 || order.size() % count != 0)
    return {};
  size_t size = order.size() / count;
  Order blocks(count);
  for (size_t i = 0; i < order.size(); ++i) {
    blocks[i / size] = order[i] / size;
    if (order[i] != order[i / size * size] + i % size || order[i / size * size] % size != 0)
      return {};
  }
  return blocks;
}

/// Of the gates that a recurrent op's operands hold along an axis: ONNX has them in this order.
std::string_view gatesOf(const Op &op, size_t along) {
  const OpDef *def = opDef(op);
  Attribute hidden = def ? def->effective(op, "hidden_size") : Attribute();
  const int64_t *size = hidden.get<int64_t>();
  if (!size || *size <= 0)
    return "";
  auto count = along / static_cast<size_t>(*size);
  return count == 4 ? "iofc" : count == 3 ? "zrh" : "";
}

std::string list(const Order &order, std::string_view letters) {
  std::string text;
  for (size_t i : order)
    text += (text.empty() ? "" : ",") + std::string(1, letters[i]);
  return text;
}

std::string words(const Order &order, size_t axis, const Op &op) {
  std::string along = " along axis " + std::to_string(axis);
  std::string_view gates = gatesOf(op, order.size());
  if (Order blocks = blocksOf(order, gates.size()); !blocks.empty()) {
    Order own(blocks.size());
    std::iota(own.begin(), own.end(), size_t(0));
    return "in the gate order " + list(blocks, gates) + " where the source has " + list(own, gates);
  }
  if (std::ranges::is_sorted(order, std::greater<>()))
    return "reversed" + along + (order.size() == 3 ? " (BGR for RGB)" : "");
  return "in another order" + along;
}

} // namespace

std::string orderInWords(const Tensor &source, const Tensor &target, const Op &op) {
  // What is not finite has no order.
  if (source.shape() != target.shape() || !isFinite(source) || !isFinite(target))
    return "";
  for (const Layout &layout : candidateLayouts(source.shape(), target.shape()))
    if (!layout.keepsOrder() && equalWeights(applyLayout(source, layout, target.shape()), target))
      return source.rank() == 2 ? "transposed" : "with axes permuted, " + layout.str();
  for (size_t axis = 0; axis < source.rank(); ++axis)
    if (Order order = orderAlong(source, target, axis);
        !order.empty() && !std::ranges::is_sorted(order))
      return words(order, axis, op);
  return "";
}

} // namespace fixcon
