// A target in half precision was asked for: what its weights' grid moves by itself is no fault of the conversion. The
// source with its own weights on that grid says how much that is. Numbers beyond the range of the grid
// (f16 ends at 65504) are left out: a right conversion has to treat them otherwise, and an infinite weight
// would excuse anything.
#include "fixcon/Validate/StoredPrecision.h"

#include <algorithm>
#include <cmath>

namespace fixcon {

static bool isHalf(DType dtype) { return dtype == DType::F16 || dtype == DType::BF16; }

static const Value *halfWeight(const Graph &graph) {
  for (const auto &weight : graph.weights())
    if (isHalf(weight->tensor().dtype()) && weight->tensor().size() > 1)
      return weight.get();
  return nullptr;
}

std::optional<DType> narrowerStorage(const Graph &source, const Graph &target) {
  const Value *weight = halfWeight(source) ? nullptr : halfWeight(target);
  return weight ? std::optional(weight->tensor().dtype()) : std::nullopt;
}

template <class Predicate> static bool anyResult(const Graph &graph, Predicate holds) {
  return std::ranges::any_of(graph.ops(), [&](const auto &op) {
    const Type &type = op->result()->type();
    return type.isTensor() && op->numOperands() > 0 && holds(type.dtype());
  });
}

bool computesInHalf(const Graph &executable) { return anyResult(executable, isHalf); }

bool computesInDouble(const Graph &executable) {
  return anyResult(executable, [](DType d) { return d == DType::F64; }) &&
         !anyResult(executable, [](DType d) { return isFloat(d) && d != DType::F64; });
}

static Tensor rounded(const Tensor &tensor, DType dtype) {
  Tensor coarse = tensor.converted(dtype).converted(DType::F64);
  std::vector<double> values = tensor.toDoubles();
  auto elements = coarse.mutableData<double>();
  for (size_t i = 0; i < values.size(); ++i)
    if (!std::isfinite(elements[i]))
      elements[i] = values[i];
  return coarse.converted(tensor.dtype());
}

Graph *copyRounded(const Graph &graph, DType dtype, Module &scratch) {
  Graph *copy = scratch.cloneGraph(graph, graph.name());
  for (const auto &weight : copy->weights())
    if (isFloat(weight->tensor().dtype()))
      weight->setTensor(rounded(weight->tensor(), dtype));
  return copy;
}

} // namespace fixcon
