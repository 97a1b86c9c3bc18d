// The operand, of which the sizes are forgotten: legalization puts it between a value and an op that the value does
// not fit, so that what lies behind has the types which the op gives of operands that fit.
//
//   %y = reshape %x, %shape              %x: f32[1,8,12,12], %shape is [1, 2, 4, 6, 6]
// becomes
//   %u = unsized %x {rank = 4, why = "..."}    f32[?,?,?,?]
//   %y = reshape %u, %shape              f32[1,2,4,6,6]
#include "Moves.h"

#include "fixcon/Ops/EvalContext.h"

namespace fixcon {

namespace {

struct UnsizedAttrs {
  int64_t rank = -1; ///< -1: forgotten too
  std::string why;   ///< what the op that reads it has against it

  template <class V> void visit(V &v) {
    v("rank", rank);
    v("why", why);
  }
};

} // namespace

static LogicalResult inferUnsized(InferContext &context) {
  constexpr int64_t mostDims = 64;
  auto rank = context.attrs<UnsizedAttrs>().rank;
  const Type &type = context.type(0);
  if (rank > mostDims) // c1
    return context.error("unsized_c1") << "a rank of " << rank << " is more than " << mostDims;
  std::optional<Dims> dims;
  if (rank >= 0)
    dims.emplace(static_cast<size_t>(rank));
  if (dims && type.isTensor() && type.isRanked() && type.rank() != dims->size()) // c2
    return context.error("unsized_c2") << type.str() << " is not of rank " << rank;
  return setDims(context, std::move(dims));
}

/// Where it runs, sizes are at hand.
static LogicalResult inferSame(InferContext &context) {
  context.setResult(0, context.type(0));
  return success();
}

OpDef defineUnsized() {
  return OpDef("unsized")
      .summary("The operand itself, its sizes forgotten: it does not fit the op that reads it.")
      .operand("input")
      .attrs<UnsizedAttrs>()
      .forgetsSizes()
      .infer(inferUnsized)
      .movement(moveAfter(inferSame, [](InferContext &, const Shape &shape) {
        return FailureOr<IndexMap>(IndexMap::reshape(shape, shape));
      }));
}

} // namespace fixcon
