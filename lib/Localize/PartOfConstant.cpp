// Projections that are packed into one product have their weights side by side along one axis:
//
//   [8, 24]  =  [8, 8] of q, [8, 8] of k, [8, 8] of v
//
// Which part is which is found on numbers. The first element tells where it is worth looking.
#include "fixcon/Localize/PartOfConstant.h"

#include "fixcon/Localize/EqualWeights.h"

#include <algorithm>

namespace fixcon {
namespace {

/// The positions in the constant of the part's elements, in order.
std::vector<size_t> positionsOf(const Shape &constant, const PartOfConstant &part) {
  int64_t inner = 1, outer = 1;
  for (size_t i = 0; i < constant.size(); ++i)
    (i < part.axis ? outer : inner) *= i == part.axis ? 1 : constant[i];
  std::vector<size_t> positions;
  for (int64_t o = 0; o < outer; ++o)
    for (int64_t i = 0; i < part.shape[part.axis] * inner; ++i)
      positions.push_back(static_cast<size_t>((o * constant[part.axis] + part.offset) * inner + i));
  return positions;
}

bool holds(const std::vector<double> &numbers, const Shape &shape, const PartOfConstant &part,
           const std::vector<double> &wanted, double largest) {
  std::vector<size_t> positions = positionsOf(shape, part);
  return std::ranges::equal(positions, wanted, [&](size_t position, double number) {
    return isFoldingRounding(number, numbers[position], largest);
  });
}

} // namespace

std::optional<PartOfConstant> partHolding(const Tensor &constant, const Tensor &weight) {
  const Shape &shape = constant.shape();
  if (weight.size() == 0 || constant.size() <= weight.size())
    return std::nullopt;
  std::vector<double> numbers = constant.toDoubles();
  double largest = maxMagnitude(weight);
  for (size_t axis = 0; axis < shape.size(); ++axis) {
    int64_t others = constant.size() / shape[axis], size = weight.size() / others;
    if (weight.size() % others)
      continue;
    PartOfConstant part{{}, shape, axis, 0};
    part.shape[axis] = size;
    for (const Layout &layout : candidateLayouts(weight.shape(), part.shape)) {
      part.layout = layout;
      std::vector<double> wanted = applyLayout(weight, layout, part.shape).toDoubles();
      int64_t inner = 1;
      for (size_t i = axis + 1; i < shape.size(); ++i)
        inner *= shape[i];
      for (part.offset = 0; part.offset + size <= shape[axis]; ++part.offset)
        if (isFoldingRounding(wanted[0], numbers[static_cast<size_t>(part.offset * inner)],
                              largest) &&
            holds(numbers, shape, part, wanted, largest))
          return part;
    }
  }
  return std::nullopt;
}

Tensor partOf(const Tensor &constant, const PartOfConstant &part, const Shape &shape) {
  std::vector<double> numbers;
  for (size_t position : positionsOf(constant.shape(), part))
    numbers.push_back(constant.toDouble(static_cast<int64_t>(position)));
  return applyLayout(Tensor::of<double>(part.shape, numbers), inverse(part.layout), shape);
}

Tensor withPart(const Tensor &constant, const PartOfConstant &part, const Tensor &weight) {
  Tensor out = constant.converted(DType::F64);
  auto numbers = out.mutableData<double>();
  std::vector<double> wanted = applyLayout(weight, part.layout, part.shape).toDoubles();
  std::vector<size_t> positions = positionsOf(constant.shape(), part);
  for (size_t i = 0; i < positions.size(); ++i)
    numbers[positions[i]] = wanted[i];
  return out;
}

} // namespace fixcon
