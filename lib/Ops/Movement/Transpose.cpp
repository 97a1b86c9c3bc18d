// The axes in another order: result dim i is operand dim perm[i].
#include "fixcon/Ops/InferContext.h"
#include "fixcon/Ops/OpDef.h"
#include "fixcon/Tensor/Permutation.h"

#include <numeric>

namespace fixcon {
namespace {

struct TransposeAttrs {
  std::optional<Attribute::Ints> perm; ///< absent: reversed

  template <class V> void visit(V &v) { v("perm", perm); }
};

FailureOr<Attribute::Ints> permutation(InferContext &context) {
  size_t rank = context.type(0).rank();
  auto perm = context.attrs<TransposeAttrs>().perm;
  if (!perm) {
    perm.emplace(rank);
    std::iota(perm->rbegin(), perm->rend(), 0);
    return *perm;
  }
  if (perm->size() != rank || !isPermutation(*perm))
    return context.error("transpose_c1") << "perm is not a permutation of " << rank << " axes";
  return *perm;
}

LogicalResult inferTranspose(InferContext &context) {
  if (!context.isRanked(0)) {
    auto perm = context.attrs<TransposeAttrs>().perm;
    DType dtype = context.type(0).dtype();
    context.setResult(0, perm ? Type::tensor(dtype, Dims(perm->size())) : Type::unranked(dtype));
    return success();
  }
  auto perm = permutation(context);
  if (failed(perm))
    return failure();
  Dims dims;
  for (int64_t axis : *perm)
    dims.push_back(context.type(0).dim(static_cast<size_t>(axis)));
  context.setResult(0, Type::tensor(context.type(0).dtype(), std::move(dims)));
  return success();
}

FailureOr<std::vector<IndexMap>> moveTranspose(InferContext &context) {
  auto perm = permutation(context);
  if (failed(perm))
    return failure();
  IndexMap map;
  IndexMap::Piece piece;
  piece.index.resize(perm->size());
  for (unsigned i = 0; i < perm->size(); ++i) {
    auto axis = static_cast<size_t>((*perm)[i]);
    map.shape.push_back(context.type(0).dim(axis).size());
    piece.index[axis] = IndexExpr::dim(i);
  }
  map.pieces.push_back(std::move(piece));
  return std::vector{std::move(map)};
}

} // namespace

OpDef defineTranspose() {
  return OpDef("transpose")
      .summary("The axes in another order.")
      .operand("data")
      .permutation("perm")
      .attrs<TransposeAttrs>()
      .infer(inferTranspose)
      .movement(moveTranspose)
      .onnx("Transpose");
}

} // namespace fixcon
