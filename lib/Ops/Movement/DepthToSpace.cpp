// Blocks of channels become blocks of pixels. Mode DCR reads the channel dim as (block row, block
// column, depth), CRD as (depth, block row, block column).
#include "Definition/SizeProduct.h"
#include "Moves.h"

#include "fixcon/Support/CheckedMath.h"

namespace fixcon {
namespace {

struct DepthToSpaceAttrs {
  int64_t blocksize = 0;
  std::string mode = "DCR"; ///< or CRD

  template <class V> void visit(V &v) {
    v("blocksize", blocksize);
    v("mode", mode);
  }
};

Dim times(const Dim &dim, int64_t factor) {
  SizeProduct size;
  size.multiply(dim);
  size.multiply(Dim(factor));
  return size.dim();
}

LogicalResult inferDepthToSpace(InferContext &context) {
  auto attrs = context.attrs<DepthToSpaceAttrs>();
  auto area = checkedMul(attrs.blocksize, attrs.blocksize);
  if (attrs.blocksize < 1 || !area) // c1
    return context.error("depth_to_space_c1") << "blocksize is " << attrs.blocksize;
  if (attrs.mode != "DCR" && attrs.mode != "CRD") // c2
    return context.error("depth_to_space_c2") << "mode is '" << attrs.mode << "'";
  if (!context.isRanked(0))
    return setDims(context, Dims(4));
  const Dims &dims = context.type(0).dims();
  if (dims.size() != 4 || (dims[1].isStatic() && dims[1].size() % *area != 0)) // c3
    return context.error("depth_to_space_c3")
           << context.type(0).str() << " has no blocks of " << *area << " channels";
  Dim depth = dims[1].isStatic() ? Dim(dims[1].size() / *area) : Dim();
  return setDims(context, Dims{dims[0], depth, times(dims[2], attrs.blocksize),
                               times(dims[3], attrs.blocksize)});
}

FailureOr<IndexMap> mapDepthToSpace(InferContext &context, const Shape &shape) {
  auto attrs = context.attrs<DepthToSpaceAttrs>();
  int64_t b = attrs.blocksize;
  auto d = dimExprs(4);
  IndexExpr inBlock = mod(d[2], b) * IndexExpr(b) + mod(d[3], b);
  IndexExpr channel = attrs.mode == "DCR" ? inBlock * IndexExpr(shape[1]) + d[1]
                                          : d[1] * IndexExpr(b * b) + inBlock;
  return readAt(shape, {d[0], channel, floorDiv(d[2], b), floorDiv(d[3], b)});
}

} // namespace

OpDef defineDepthToSpace() {
  return OpDef("depth_to_space")
      .summary("Blocks of channels become blocks of pixels.")
      .operand("input")
      .attrs<DepthToSpaceAttrs>()
      .infer(inferDepthToSpace)
      .movement(moveAfter(inferDepthToSpace, mapDepthToSpace))
      .onnx("DepthToSpace");
}

} // namespace fixcon
