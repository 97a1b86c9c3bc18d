// Tensors as rows: the last axis with more than one element holds what belongs together.
#pragma once

#include "fixcon/Tensor/Tensor.h"

#include <span>

namespace fixcon {

/// Elements of a row; 1 if no axis is long.
int64_t rowLength(const Shape &shape);
/// All elements row by row: the row's axis is the last long one, so they lie one after the other.
/// Calls fn(source row, target row) for each pair of rows of two tensors of one shape.
template <class Fn> void forEachRow(const Tensor &source, const Tensor &target, Fn &&fn) {
  std::vector<double> a = source.toDoubles(), b = target.toDoubles();
  auto length = static_cast<size_t>(rowLength(source.shape()));
  for (size_t at = 0; at + length <= a.size() && length; at += length)
    fn(std::span<const double>(a).subspan(at, length),
       std::span<const double>(b).subspan(at, length));
}

} // namespace fixcon
