// A copy of the data with each slice that a tuple of positions names replaced by an update. The
// tuples are the rows of the indices' last dim.
#include "Definition/Axis.h"
#include "Definition/IndexOperand.h"
#include "Scatter.h"

namespace fixcon {
namespace {

struct ScatterNDAttrs {
  std::string reduction = "none"; ///< or add, mul, max, min

  template <class V> void visit(V &v) { v("reduction", reduction); }
};

/// Updates have the dims of the tuples, then those that a tuple leaves open.
bool updatesFit(const Type &data, const Type &indices, const Type &updates) {
  if (!data.isRanked() || !indices.isRanked() || !updates.isRanked())
    return true;
  size_t tuples = indices.rank() - 1;
  if (!indices.dim(tuples).isStatic())
    return true;
  auto width = static_cast<size_t>(indices.dim(tuples).size());
  if (width > data.rank() || updates.rank() != tuples + data.rank() - width)
    return false;
  for (size_t i = 0; i < updates.rank(); ++i)
    if (clash(updates.dim(i), i < tuples ? indices.dim(i) : data.dim(i - tuples + width)))
      return false;
  return true;
}

LogicalResult inferScatterND(InferContext &context) {
  const Type &data = context.type(0), &indices = context.type(1), &updates = context.type(2);
  if (indices.isRanked() && indices.rank() == 0) // c1
    return context.error("scatter_nd_c1") << "indices have type " << indices.str();
  if (!updatesFit(data, indices, updates)) // c3
    return context.error("scatter_nd_c3") << "data " << data.str() << ", indices " << indices.str()
                                          << ", updates " << updates.str();
  context.setResult(0, data);
  return checkReduction(context, context.attrs<ScatterNDAttrs>().reduction);
}

LogicalResult evaluateScatterND(EvalContext &context) {
  const Tensor &data = context.in(0), &indices = context.in(1);
  auto width = static_cast<size_t>(indices.shape().back());
  Shape strides = stridesOf(data.shape());
  int64_t slice = width ? strides[width - 1] : data.size();
  int64_t tuples = width   ? indices.size() / static_cast<int64_t>(width)
                   : slice ? context.in(2).size() / slice
                           : 0;
  std::vector<int64_t> targets;
  for (int64_t t = 0; t < tuples; ++t) {
    int64_t begin = 0;
    for (size_t k = 0; k < width; ++k) {
      int64_t at = indices.toInt(t * static_cast<int64_t>(width) + static_cast<int64_t>(k));
      auto position = resolvePosition(at, data.shape()[k]);
      if (!position) // c9
        return context.error("scatter_nd_c9")
               << "position " << at << " of " << data.shape()[k] << " elements";
      begin += *position * strides[k];
    }
    for (int64_t i = 0; i < slice; ++i)
      targets.push_back(begin + i);
  }
  return scatter(context, data, context.in(2), targets, context.attrs<ScatterNDAttrs>().reduction);
}

} // namespace

OpDef defineScatterND() {
  return OpDef("scatter_nd")
      .summary("A copy of the data with slices replaced or reduced.")
      .operand("data")
      .operand("indices", Role::Index)
      .operand("updates")
      .dtypes(allTypes, {"data", "updates"})
      .attrs<ScatterNDAttrs>()
      .infer(inferScatterND)
      .reference(evaluateScatterND)
      .onnx("ScatterND", 11);
}

} // namespace fixcon
