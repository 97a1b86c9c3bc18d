// Which class is the one too many is not known, so both ends are tried; labels decide, for scores that were made
// probabilities over another number of classes have other values.
#include "ClassShift.h"

#include "fixcon/Tensor/Metrics.h"

#include <algorithm>

namespace fixcon {

static bool differByOneClass(const Shape &a, const Shape &b) {
  constexpr int64_t fewestClasses = 9;
  return !a.empty() && a.size() == b.size() && std::equal(a.begin(), a.end() - 1, b.begin()) &&
         std::abs(a.back() - b.back()) == 1 && std::min(a.back(), b.back()) >= fewestClasses;
}

std::optional<ClassShift> classShift(const Tensor &source, const Tensor &target) {
  if (source.isString() || target.isString() || !differByOneClass(source.shape(), target.shape()))
    return std::nullopt;
  bool targetIsLonger = target.shape().back() > source.shape().back();
  std::vector<double> longer = (targetIsLonger ? target : source).toDoubles();
  std::vector<double> shorter = (targetIsLonger ? source : target).toDoubles();
  auto classes = static_cast<size_t>(std::min(source.shape().back(), target.shape().back()));
  ClassShift shift;
  for (size_t row = 0; row * classes < shorter.size(); ++row) {
    std::span<const double> all = std::span(longer).subspan(row * (classes + 1), classes + 1);
    int64_t label = argMax(std::span(shorter).subspan(row * classes, classes));
    shift.withoutFirst &= argMax(all.subspan(1)) == label;
    shift.withoutLast &= argMax(all.first(classes)) == label;
  }
  return shift;
}

} // namespace fixcon
