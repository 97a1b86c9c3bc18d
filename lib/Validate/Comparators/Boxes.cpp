// A detector's rows begin with a box: two corners, or centre and size. Lists may come in another order and be
// of other lengths, so that each box of either side is held to the box of the other side that covers it
// best (intersection over union); the one at the same place is tried first, since lists mostly are in order.
#include "Rows.h"

#include "fixcon/Validate/Comparator.h"

#include <algorithm>

namespace fixcon {
namespace {

constexpr double sameBox = 0.9;

struct Box {
  double left, top, right, bottom;
  double area() const { return std::max(0.0, right - left) * std::max(0.0, bottom - top); }
};

double overlap(const Box &a, const Box &b) {
  Box common{std::max(a.left, b.left), std::max(a.top, b.top), std::min(a.right, b.right),
             std::min(a.bottom, b.bottom)};
  double all = a.area() + b.area() - common.area();
  return all > 0 ? common.area() / all : 1;
}

/// Corners, unless a row has a right edge left of the left one: then centres and sizes.
std::vector<Box> boxesOf(const Tensor &rows) {
  std::vector<double> values = rows.toDoubles();
  auto width = static_cast<size_t>(rows.rank() ? rows.shape().back() : 0);
  std::vector<Box> boxes;
  for (size_t at = 0; width >= 4 && at + width <= values.size(); at += width)
    boxes.push_back({values[at], values[at + 1], values[at + 2], values[at + 3]});
  if (std::ranges::all_of(boxes,
                          [](const Box &b) { return b.left <= b.right && b.top <= b.bottom; }))
    return boxes;
  for (Box &b : boxes)
    b = {b.left - b.right / 2, b.top - b.bottom / 2, b.left + b.right / 2, b.top + b.bottom / 2};
  return boxes;
}

/// The mean over `of` of the best overlap with one of `among`; `all` is cleared if one has none.
double coverage(const std::vector<Box> &of, const std::vector<Box> &among, bool &all) {
  double sum = 0;
  for (size_t i = 0; i < of.size(); ++i) {
    double best = i < among.size() ? overlap(of[i], among[i]) : 0;
    for (size_t j = 0; j < among.size() && best < sameBox; ++j)
      best = std::max(best, overlap(of[i], among[j]));
    all &= best >= sameBox;
    sum += best;
  }
  return of.empty() ? 1 : sum / static_cast<double>(of.size());
}

} // namespace

Decision decideBoxes(const Tensor &source, const Tensor &target) {
  std::vector<Box> a = boxesOf(source), b = boxesOf(target);
  bool all = a.size() == b.size();
  double forth = coverage(a, b, all), back = coverage(b, a, all);
  return {all, std::min(forth, back)};
}

} // namespace fixcon
