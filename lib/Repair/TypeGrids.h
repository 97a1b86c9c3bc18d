// Grids of activations that stand in the types of a file's tensors, as TensorFlow Lite has them.
#pragma once

#include "fixcon/IR/Graph.h"

#include <map>
#include <string>
#include <vector>

namespace fixcon {

/// The least and the largest number that a value takes, 0 included.
struct Span {
  double low = 0, high = 0;
};

/// Scale and zero point of a grid.
struct GridParameters {
  double scale = 1, zeroPoint = 0;
};

/// Of a grid for the values, which lies about its zero point as the old one does.
GridParameters parametersFor(const Span &span, const Quantization &old, DType dtype);

/// Gives the tensors of these names grids that hold the spans. What a tensor has only moved or chosen from another one, whose
/// grid it has, goes along with it, and integers that are added to products with it follow their scale. The names
/// of what was changed.
std::vector<std::string> setGrids(Graph &target, const std::map<std::string, Span> &spans);

} // namespace fixcon
