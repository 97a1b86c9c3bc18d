// Which axes may vary is what a model declares, so that one model's are not taken for the other's. All open
// axes are cut by the same number: sizes that belong together, such as those of two inputs, stay together.
#include "VariedSamples.h"

#include "fixcon/Align/Samples.h"

#include <cstring>

namespace fixcon {
namespace {

using Inputs = std::map<std::string, Tensor>;

bool isOpen(const Value &argument, size_t axis) {
  const Type &type = argument.type();
  if (!type.isTensor())
    return false;
  return !type.isRanked() || (axis < type.dims().size() && !type.dims()[axis].isStatic());
}

/// Without the last `count` elements along `axis`.
std::optional<Tensor> cut(const Tensor &tensor, size_t axis, int64_t count) {
  Shape shape = tensor.shape();
  if (shape[axis] <= count || tensor.isString() || tensor.size() == 0)
    return std::nullopt;
  size_t outer = 1, inner = byteSize(tensor.dtype());
  for (size_t i = 0; i < axis; ++i)
    outer *= static_cast<size_t>(shape[i]);
  for (size_t i = axis + 1; i < shape.size(); ++i)
    inner *= static_cast<size_t>(shape[i]);
  size_t whole = static_cast<size_t>(shape[axis]) * inner;
  shape[axis] -= count;
  size_t kept = static_cast<size_t>(shape[axis]) * inner;
  Tensor result(tensor.dtype(), shape);
  for (size_t i = 0; i < outer; ++i)
    std::memcpy(result.mutableBytes().data() + i * kept, tensor.bytes().data() + i * whole, kept);
  return result;
}

} // namespace

std::vector<Inputs> VariedSamples::firstReadable(const Graph &graph) const {
  std::vector<Inputs> found;
  auto wanted = static_cast<size_t>(variation.batch);
  for (int64_t i = 0; i < base->size() && found.size() < wanted; ++i)
    if (auto inputs = base->load(graph, i); succeeded(inputs))
      found.push_back(std::move(*inputs));
  for (size_t i = 0; !found.empty() && found.size() < wanted; ++i)
    found.push_back(found[i]);
  return found;
}

static LogicalResult cutOpenAxes(Inputs &inputs, int64_t count, const Graph &graph) {
  for (const auto &argument : graph.arguments()) {
    auto found = inputs.find(argument->name());
    for (size_t axis = 1; found != inputs.end() && axis < found->second.rank(); ++axis) {
      if (!isOpen(*argument, axis))
        continue;
      auto smaller = cut(found->second, axis, count);
      if (!smaller)
        return failure();
      found->second = std::move(*smaller);
    }
  }
  return success();
}

FailureOr<Inputs> VariedSamples::load(const Graph &graph, int64_t) {
  std::vector<Inputs> readable = firstReadable(graph);
  if (readable.empty())
    return failure();
  auto inputs =
      stackSamples(readable, graph, [](const Value &argument) { return isOpen(argument, 0); });
  if (!inputs || (variation.cut && failed(cutOpenAxes(*inputs, variation.cut, graph))))
    return failure();
  return std::move(*inputs);
}

} // namespace fixcon
