// Operands one behind the other along an axis.
#include "Definition/Axis.h"
#include "Moves.h"

#include "fixcon/Support/CheckedMath.h"

namespace fixcon {
namespace {

struct ConcatAttrs {
  std::optional<int64_t> axis;

  template <class V> void visit(V &v) { v("axis", axis); }
};

/// What is known of two dims that must be equal; nullopt if they are not.
std::optional<Dim> same(const Dim &a, const Dim &b) {
  if (clash(a, b))
    return std::nullopt;
  return a.isStatic() || b.isUnknown() ? a : b;
}

Dim sum(const Dim &a, const Dim &b) {
  if (a == 0 || b == 0)
    return a == 0 ? b : a;
  if (!a.isStatic() || !b.isStatic())
    return Dim();
  auto total = checkedAdd(a.size(), b.size());
  return total ? Dim(*total) : Dim();
}

LogicalResult append(InferContext &context, Dims &dims, unsigned i, size_t axis) {
  const Type &type = context.type(i);
  if (type.rank() != dims.size()) // c2
    return context.error("concat_c2")
           << "operand " << i << " has type " << type.str() << " beside " << dims.size() << " dims";
  for (size_t d = 0; d < dims.size(); ++d) {
    auto dim = d == axis ? sum(dims[d], type.dim(d)) : same(dims[d], type.dim(d));
    if (!dim) // c3
      return context.error("concat_c3") << "operand " << i << " has type " << type.str()
                                        << ", expected " << dims[d].str() << " in dim " << d;
    dims[d] = *dim;
  }
  return success();
}

LogicalResult inferConcat(InferContext &context) {
  bool ranked = true;
  for (unsigned i = 0; i < context.numOperands(); ++i)
    ranked &= context.isRanked(i);
  if (!ranked)
    return setDims(context, std::nullopt);
  Dims dims = context.type(0).dims();
  auto given = context.attrs<ConcatAttrs>().axis;
  auto axis = given ? resolveAxis(*given, dims.size()) : std::nullopt;
  if (!axis) // c4
    return context.error("concat_c4") << "axis " << (given ? std::to_string(*given) : "is missing")
                                      << " for " << context.type(0).str();
  for (unsigned i = 1; i < context.numOperands(); ++i)
    if (failed(append(context, dims, i, *axis)))
      return failure();
  return setDims(context, std::move(dims));
}

FailureOr<IndexMap> mapConcat(InferContext &context, const Shape &shape) {
  size_t axis = *resolveAxis(*context.attrs<ConcatAttrs>().axis, shape.size());
  IndexMap map{shape, {}, std::nullopt};
  int64_t begin = 0;
  IndexExpr along = IndexExpr::dim(static_cast<unsigned>(axis));
  for (unsigned i = 0; i < context.numOperands(); ++i) {
    int64_t end = begin + context.type(i).dim(axis).size();
    auto index = dimExprs(shape.size());
    index[axis] = along - IndexExpr(begin);
    if (begin != end)
      map.pieces.push_back({i, {{along, begin, end}}, std::move(index)});
    begin = end;
  }
  // What reads everything needs no guard, so that it is seen to keep the order.
  if (map.pieces.size() == 1)
    map.pieces[0].guards.clear();
  return map;
}

} // namespace

OpDef defineConcat() {
  return OpDef("concat")
      .summary("Operands one behind the other along an axis.")
      .variadic("inputs")
      .alongAxis("axis")
      .whole()
      .attrs<ConcatAttrs>()
      .infer(inferConcat)
      .movement(moveAfter(inferConcat, mapConcat))
      .onnx("Concat", 4);
}

} // namespace fixcon
