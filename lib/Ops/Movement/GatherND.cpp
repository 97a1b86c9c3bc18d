// Slices of the data by tuples of positions, which are the rows of the indices' last dim; the first
// `batch_dims` dims run along in both.
#include "Definition/IndexOperand.h"

namespace fixcon {
namespace {

struct GatherNDAttrs {
  int64_t batch_dims = 0;

  template <class V> void visit(V &v) { v("batch_dims", batch_dims); }
};

LogicalResult inferGatherND(InferContext &context) {
  const Type &data = context.type(0), &indices = context.type(1);
  if (!data.isRanked() || !indices.isRanked())
    return setDims(context, std::nullopt);
  int64_t batch = context.attrs<GatherNDAttrs>().batch_dims;
  auto limit = static_cast<int64_t>(std::min(data.rank(), indices.rank()));
  if (batch < 0 || batch >= limit) // c2
    return context.error("gather_nd_c2")
           << "batch_dims is " << batch << " for " << data.str() << " and " << indices.str();
  const Dim &tuple = indices.dim(indices.rank() - 1);
  if (!tuple.isStatic())
    return setDims(context, std::nullopt);
  auto first = static_cast<size_t>(batch);
  if (tuple.size() < 1 || tuple.size() > static_cast<int64_t>(data.rank() - first)) // c3
    return context.error("gather_nd_c3") << "tuples of " << tuple.size() << " positions in "
                                         << data.str() << " behind " << batch << " batch dims";
  for (size_t i = 0; i < first; ++i)
    if (data.dim(i).isStatic() && indices.dim(i).isStatic() && data.dim(i) != indices.dim(i)) // c4
      return context.error("gather_nd_c4")
             << "batch dims of " << data.str() << " and " << indices.str() << " differ";
  Dims dims(indices.dims().begin(), indices.dims().end() - 1);
  auto rest = data.dims().begin() + static_cast<std::ptrdiff_t>(batch + tuple.size());
  dims.insert(dims.end(), rest, data.dims().end());
  return setDims(context, std::move(dims));
}

/// Positions along data dim `batch + k`, one a tuple.
FailureOr<std::vector<int64_t>> column(InferContext &context, size_t k, size_t width, int64_t dim) {
  auto values = knownInts(context, 1);
  if (!values) // c0
    return context.error("gather_nd_c0") << "the indices are not known";
  std::vector<int64_t> result;
  for (size_t i = k; i < values->size(); i += width) {
    auto at = resolvePosition((*values)[i], dim);
    if (!at) // c9
      return context.error("gather_nd_c9")
             << "position " << (*values)[i] << " of " << dim << " elements";
    result.push_back(*at);
  }
  return result;
}

FailureOr<IndexMap> mapGatherND(InferContext &context, const Shape &shape) {
  Shape data = context.type(0).shape(), tuples = context.type(1).shape();
  auto batch = static_cast<size_t>(context.attrs<GatherNDAttrs>().batch_dims);
  auto width = static_cast<size_t>(tuples.back());
  tuples.pop_back();
  IndexExpr tuple = positionOf(tuples, 0);
  auto index = dimExprs(batch);
  for (size_t k = 0; k < width; ++k) {
    auto table = column(context, k, width, data[batch + k]);
    if (failed(table))
      return failure();
    index.push_back(IndexExpr::lookup(tableOf(std::move(*table)), tuple));
  }
  for (size_t i = tuples.size(); i < shape.size(); ++i)
    index.push_back(IndexExpr::dim(static_cast<unsigned>(i)));
  return readAt(shape, std::move(index));
}

} // namespace

OpDef defineGatherND() {
  return OpDef("gather_nd")
      .summary("Slices of the data by tuples of positions.")
      .operand("data")
      .operand("indices", Role::Index)
      .attrs<GatherNDAttrs>()
      .infer(inferGatherND)
      .movement(moveAfter(inferGatherND, mapGatherND))
      .onnx("GatherND", 11);
}

} // namespace fixcon
