// What movement ops have in common: known integers, result shapes, maps to begin with.
#pragma once

#include "fixcon/Ops/InferContext.h"
#include "fixcon/Ops/OpDef.h"

namespace fixcon {

/// Elements of operand i if it is there, known, and holds integers.
std::optional<std::vector<int64_t>> knownInts(const InferContext &context, unsigned i);

/// Number of elements of operand i, a list, if its type says it.
std::optional<int64_t> listLength(const InferContext &context, unsigned i);

/// Result 0 has the dtype of operand 0 and these dims, or nobody knows how many.
LogicalResult setDims(InferContext &context, std::optional<Dims> dims);

/// Label <op>_c0: the shape of result i is known and its elements can be counted. The op's shape
/// rule must have run.
FailureOr<Shape> resultShape(const InferContext &context, unsigned i = 0);

/// d0, d1, ...
std::vector<IndexExpr> dimExprs(size_t rank);

/// The map that reads one operand at `index`.
IndexMap readAt(Shape shape, std::vector<IndexExpr> index, unsigned operand = 0);

/// A list as the table of a lookup.
std::shared_ptr<const std::vector<int64_t>> tableOf(std::vector<int64_t> values);

/// The rule that runs the op's own shape rule and maps each index of its one result.
template <class Infer, class Map> OpDef::Movement moveAfter(Infer infer, Map map) {
  return [infer, map](InferContext &context) -> FailureOr<std::vector<IndexMap>> {
    if (failed(infer(context)))
      return failure();
    auto shape = resultShape(context);
    if (failed(shape))
      return failure();
    // Nothing is read for an empty result, and tables as long as its dims could be huge.
    if (*elementCount(*shape) == 0)
      return std::vector{IndexMap{*shape, {}, std::nullopt}};
    FailureOr<IndexMap> result = map(context, *shape);
    if (failed(result))
      return failure();
    return std::vector{std::move(*result)};
  };
}

/// The rule of an op that keeps the order of its operand's elements and changes the shape alone.
template <class Infer> OpDef::Movement viewAfter(Infer infer) {
  return moveAfter(infer, [](InferContext &context, const Shape &shape) {
    return FailureOr<IndexMap>(IndexMap::reshape(context.type(0).shape(), shape));
  });
}

} // namespace fixcon
