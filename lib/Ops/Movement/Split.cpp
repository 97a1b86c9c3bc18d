// Consecutive parts along an axis: of the sizes that `split` lists, else equal ones, where the last
// may be smaller.
#include "Definition/Axis.h"
#include "Moves.h"

#include "fixcon/Support/CheckedMath.h"

#include <algorithm>

namespace fixcon {
namespace {

struct SplitAttrs {
  int64_t axis = 0;
  std::optional<int64_t> num_outputs; ///< absent: as many as the op has results

  template <class V> void visit(V &v) {
    v("axis", axis);
    v("num_outputs", num_outputs);
  }
};

FailureOr<std::vector<Dim>> listedSizes(InferContext &context, const Dim &whole,
                                        std::span<const int64_t> sizes) {
  std::vector<Dim> parts;
  int64_t total = 0;
  for (int64_t size : sizes) {
    auto next = size < 0 ? std::nullopt : checkedAdd(total, size);
    if (!next) // c2
      return context.error("split_c2") << "a part of " << size << " elements";
    total = *next;
    parts.push_back(Dim(size));
  }
  if (whole.isStatic() && total != whole.size()) // c3
    return context.error("split_c3") << "parts of " << total << " elements of " << whole.size();
  return parts;
}

std::vector<Dim> equalSizes(const Dim &whole, int64_t count) {
  if (!whole.isStatic())
    return std::vector<Dim>(static_cast<size_t>(count), count == 1 ? whole : Dim());
  int64_t part = whole.size() / count + (whole.size() % count != 0), left = whole.size();
  std::vector<Dim> parts;
  for (int64_t i = 0; i < count; ++i) {
    parts.push_back(Dim(std::min(part, left)));
    left -= parts.back().size();
  }
  return parts;
}

/// The size of each part, as many as there are results.
FailureOr<std::vector<Dim>> partSizes(InferContext &context, const Dim &whole) {
  auto results = static_cast<int64_t>(context.op().numResults());
  int64_t count = context.attrs<SplitAttrs>().num_outputs.value_or(results);
  auto listed = knownInts(context, 1);
  if (listed)
    count = static_cast<int64_t>(listed->size());
  if (count != results) // c4
    return context.error("split_c4") << count << " parts for " << results << " results";
  if (listed)
    return listedSizes(context, whole, *listed);
  return context.has(1) ? std::vector<Dim>(static_cast<size_t>(results))
                        : equalSizes(whole, results);
}

LogicalResult inferSplit(InferContext &context) {
  const Type &input = context.type(0);
  if (!input.isRanked()) {
    for (unsigned i = 0; i < context.op().numResults(); ++i)
      context.setResult(i, Type::unranked(input.dtype()));
    return success();
  }
  int64_t given = context.attrs<SplitAttrs>().axis;
  auto axis = resolveAxis(given, input.rank());
  if (!axis) // c1
    return context.error("split_c1") << "axis " << given << " of " << input.str();
  auto parts = partSizes(context, input.dim(*axis));
  if (failed(parts))
    return failure();
  for (unsigned i = 0; i < parts->size(); ++i) {
    Dims dims = input.dims();
    dims[*axis] = (*parts)[i];
    context.setResult(i, Type::tensor(input.dtype(), std::move(dims)));
  }
  return success();
}

FailureOr<std::vector<IndexMap>> moveSplit(InferContext &context) {
  if (failed(inferSplit(context)))
    return failure();
  size_t axis = *resolveAxis(context.attrs<SplitAttrs>().axis, context.type(0).rank());
  std::vector<IndexMap> maps;
  int64_t begin = 0;
  for (unsigned i = 0; i < context.op().numResults(); ++i) {
    auto shape = resultShape(context, i);
    if (failed(shape))
      return failure();
    auto index = dimExprs(shape->size());
    index[axis] = index[axis] + IndexExpr(begin);
    begin += (*shape)[axis];
    maps.push_back(readAt(std::move(*shape), std::move(index)));
  }
  return maps;
}

} // namespace

OpDef defineSplit() {
  return OpDef("split")
      .summary("Consecutive parts along an axis.")
      .operand("input")
      .optional("split", Role::Shape)
      .axis("axis")
      .results(1, UINT32_MAX)
      .attrs<SplitAttrs>()
      .infer(inferSplit)
      .movement(moveSplit)
      .onnx("Split", 13);
}

} // namespace fixcon
