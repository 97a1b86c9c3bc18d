// add(reshape(%x : [1, 8, 1, 1], [1, 1, 1, 8]), c : [8])
//   -> reshape(add(%x, c : [8, 1, 1]), [1, 1, 1, 8])
// add(reshape %x, reshape %y) of equal shapes
//   -> reshape(add(%x, %y))
//
// An elementwise op does not care for the shape of equal rows of elements. A constant must be a
// scalar, or vary along one axis that the operand of the reshape has too: of the same size, with as
// many elements in front of it.
#include "fixcon/Transforms/Rewrite.h"

#include <numeric>

namespace fixcon {
namespace {

int64_t elementsBefore(const Shape &shape, size_t axis) {
  return std::accumulate(shape.begin(), shape.begin() + static_cast<int64_t>(axis), int64_t(1),
                         std::multiplies<>());
}

/// The constant in the shape that broadcasts to `to` as it did to `from`.
std::optional<Shape> shapeUnder(const Tensor &constant, const Shape &from, const Shape &to) {
  size_t rank = constant.rank();
  if (constant.size() == 1)
    return Shape();
  if (rank > from.size())
    return std::nullopt;
  std::optional<size_t> wide;
  for (size_t i = 0; i < rank; ++i)
    if (constant.shape()[i] != 1) {
      if (wide)
        return std::nullopt;
      wide = from.size() - rank + i;
    }
  for (size_t b = 0; wide && b < to.size(); ++b)
    if (to[b] == constant.size() && to[b] == from[*wide] &&
        elementsBefore(to, b) == elementsBefore(from, *wide)) {
      Shape shape(to.size() - b, 1);
      shape[0] = to[b];
      return shape;
    }
  return std::nullopt;
}

/// What the common reshape of all operands that are no constants reads.
std::optional<Shape> commonSource(const Op &op, const Shape &result) {
  std::optional<Shape> source;
  for (const Value *v : op.operands()) {
    if (!v || v->isWeight())
      continue;
    Op *reshape = producer(v, "reshape");
    auto shape = reshape ? staticShape(reshape->operand(0)) : std::nullopt;
    if (!shape || staticShape(v) != result || (source && *source != *shape))
      return std::nullopt;
    source = shape;
  }
  return source;
}

} // namespace

bool canonicalizeSinkReshapeElementwise(Op &op) {
  auto result = op.numResults() == 1 ? staticShape(op.result()) : std::nullopt;
  if (!result)
    return false;
  auto source = commonSource(op, *result);
  if (!source || std::find(result->begin(), result->end(), 0) != result->end())
    return false;
  std::vector<std::optional<Shape>> shapes;
  for (const Value *v : op.operands()) {
    shapes.push_back(constantOf(v) ? shapeUnder(*constantOf(v), *result, *source) : std::nullopt);
    if (constantOf(v) && !shapes.back())
      return false;
  }
  Rewriter b(op);
  std::vector<Value *> operands;
  std::vector<const Op *> reshapes;
  for (unsigned i = 0; i < op.numOperands(); ++i) {
    Value *v = op.operand(i);
    if (v && v->isWeight())
      v = b.folded(v->tensor().reshaped(*shapes[i]), {v});
    else if (v) {
      reshapes.push_back(v->definingOp());
      v = v->definingOp()->operand(0);
    }
    operands.push_back(v);
  }
  Value *inside = b.value(op.name(), operands, op.attrs());
  return b.replaceRoot(b.moved(b.value("reshape", {inside, b.ints(*result)}), reshapes));
}

} // namespace fixcon
