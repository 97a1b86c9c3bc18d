// The middle of each dim of `axes`, cropped or padded with zeros to the wanted size; what cannot be
// halved goes to the end.
#include "Definition/Axis.h"
#include "Moves.h"

namespace fixcon {
namespace {

struct CenterCropPadAttrs {
  std::optional<Attribute::Ints> axes;

  template <class V> void visit(V &v) { v("axes", axes); }
};

LogicalResult inferCenterCropPad(InferContext &context) {
  if (!context.isRanked(0))
    return setDims(context, std::nullopt);
  Dims dims = context.type(0).dims();
  auto axes = context.attrs<CenterCropPadAttrs>().axes;
  if (axes && !markAxes(*axes, dims.size())) // c1
    return context.error("center_crop_pad_c1")
           << "axes do not name different dims of " << context.type(0).str();
  size_t count = axes ? axes->size() : dims.size();
  auto sizes = knownInts(context, 1);
  if (sizes && sizes->size() != count) // c2
    return context.error("center_crop_pad_c2")
           << sizes->size() << " sizes for " << count << " axes";
  for (size_t i = 0; i < count; ++i) {
    if (sizes && (*sizes)[i] < 0) // c3
      return context.error("center_crop_pad_c3") << "size " << (*sizes)[i];
    dims[axes ? *resolveAxis((*axes)[i], dims.size()) : i] = sizes ? Dim((*sizes)[i]) : Dim();
  }
  return setDims(context, std::move(dims));
}

FailureOr<IndexMap> mapCenterCropPad(InferContext &context, const Shape &shape) {
  IndexMap map = readAt(shape, dimExprs(shape.size()));
  IndexMap::Piece &piece = map.pieces[0];
  for (unsigned i = 0; i < shape.size(); ++i) {
    int64_t from = context.type(0).dim(i).size(), to = shape[i];
    if (from >= to) {
      piece.index[i] = IndexExpr::dim(i) + IndexExpr((from - to) / 2);
      continue;
    }
    piece.index[i] = IndexExpr::dim(i) - IndexExpr((to - from) / 2);
    piece.guards.push_back({piece.index[i], 0, from});
  }
  return map;
}

} // namespace

OpDef defineCenterCropPad() {
  return OpDef("center_crop_pad")
      .summary("The middle of some dims, cropped or padded to the wanted sizes.")
      .operand("input_data")
      .operand("shape", Role::Shape)
      .whole()
      .attrs<CenterCropPadAttrs>()
      .infer(inferCenterCropPad)
      .movement(moveAfter(inferCenterCropPad, mapCenterCropPad))
      .onnx("CenterCropPad", 18);
}

} // namespace fixcon
