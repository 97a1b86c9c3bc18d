// Blocks of pixels become blocks of channels. Mode DCR orders the channel dim as (block row, block
// column, depth), CRD as (depth, block row, block column).
#include "Moves.h"

#include "fixcon/Support/CheckedMath.h"

namespace fixcon {
namespace {

struct SpaceToDepthAttrs {
  int64_t blocksize = 0;
  std::string mode = "DCR"; ///< or CRD

  template <class V> void visit(V &v) {
    v("blocksize", blocksize);
    v("mode", mode);
  }
};

LogicalResult inferSpaceToDepth(InferContext &context) {
  auto attrs = context.attrs<SpaceToDepthAttrs>();
  int64_t block = attrs.blocksize;
  auto area = checkedMul(block, block);
  if (block < 1 || !area) // c1
    return context.error("space_to_depth_c1") << "blocksize is " << block;
  if (attrs.mode != "DCR" && attrs.mode != "CRD") // c3
    return context.error("space_to_depth_c3") << "mode is '" << attrs.mode << "'";
  if (!context.isRanked(0))
    return setDims(context, Dims(4));
  const Dims &dims = context.type(0).dims();
  bool fits = dims.size() == 4;
  for (size_t i = 2; fits && i < 4; ++i)
    fits = !dims[i].isStatic() || dims[i].size() % block == 0;
  if (!fits) // c2
    return context.error("space_to_depth_c2")
           << context.type(0).str() << " has no blocks of " << block << " x " << block << " pixels";
  auto part = [&](const Dim &dim) { return dim.isStatic() ? Dim(dim.size() / block) : Dim(); };
  auto depth = dims[1].isStatic() ? checkedMul(dims[1].size(), *area) : std::nullopt;
  return setDims(context, Dims{dims[0], depth ? Dim(*depth) : Dim(), part(dims[2]), part(dims[3])});
}

FailureOr<IndexMap> mapSpaceToDepth(InferContext &context, const Shape &shape) {
  auto attrs = context.attrs<SpaceToDepthAttrs>();
  int64_t b = attrs.blocksize, depth = context.type(0).dim(1).size();
  bool depthLast = attrs.mode == "DCR";
  auto d = dimExprs(4);
  IndexExpr inBlock = depthLast ? floorDiv(d[1], depth) : mod(d[1], b * b);
  IndexExpr channel = depthLast ? mod(d[1], depth) : floorDiv(d[1], b * b);
  return readAt(shape, {d[0], channel, d[2] * IndexExpr(b) + floorDiv(inBlock, b),
                        d[3] * IndexExpr(b) + mod(inBlock, b)});
}

} // namespace

OpDef defineSpaceToDepth() {
  return OpDef("space_to_depth")
      .summary("Blocks of pixels become blocks of channels.")
      .operand("input")
      .attrs<SpaceToDepthAttrs>()
      .infer(inferSpaceToDepth)
      .movement(moveAfter(inferSpaceToDepth, mapSpaceToDepth))
      .onnx("SpaceToDepth");
}

} // namespace fixcon
