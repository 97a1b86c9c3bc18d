// Tensors whose integers stand for real numbers by a grid in their type, as operators of TensorFlow Lite have them.
#pragma once

#include "fixcon/IR/Graph.h"

#include <memory>
#include <string>
#include <unordered_map>

namespace fixcon {

/// The grids of a graph's values by their names, and of those nested in it. Core ops have them as operands, so their
/// values are plain integers.
class TensorGrids {
public:
  /// Takes the grids out of the types of the graph.
  explicit TensorGrids(Graph &graph);

  /// Arguments that are fed real numbers round them to their grid. Whether there is one.
  bool roundArguments(Graph &graph);
  /// Outputs on a grid become the real numbers that they stand for, under their names.
  void readOutputs(Graph &graph) const;

  /// Where an op reads or makes values with grids, the same op on real numbers between dequantize_linear and
  /// quantize_linear, which takes its place and is returned; else the op itself.
  Op *between(Op &op) const;

private:
  using GridOf = std::shared_ptr<const Quantization>;
  void takeFrom(Value &value);
  void takeAll(Graph &graph);
  GridOf of(const Value *value) const;

  std::unordered_map<std::string, GridOf> grids;
  std::unordered_map<std::string, DType> integers; ///< what values on a grid are held in
};

} // namespace fixcon
