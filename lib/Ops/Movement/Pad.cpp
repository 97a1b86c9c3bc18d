// A border around the tensor: filled, or made of the tensor's own elements. A negative pad crops,
// and what is left after cropping is what a border is made of.
#include "Definition/Axis.h"
#include "Moves.h"

#include "fixcon/Support/CheckedMath.h"

namespace fixcon {
namespace {

struct PadAttrs {
  std::string mode = "constant"; ///< or reflect, edge, wrap

  template <class V> void visit(V &v) { v("mode", mode); }
};

struct DimPads {
  int64_t begin = 0, end = 0;
};

/// Pads of every dim; empty if they are not known.
FailureOr<std::optional<std::vector<DimPads>>> padsOf(InferContext &context) {
  using Result = std::optional<std::vector<DimPads>>;
  size_t rank = context.type(0).rank();
  auto pads = knownInts(context, 1), axes = knownInts(context, 3);
  if (!pads || (context.has(3) && !axes))
    return Result();
  size_t count = axes ? axes->size() : rank;
  if (pads->size() != 2 * count) // c1
    return context.error("pad_c1") << pads->size() << " pads for " << count << " axes";
  if (axes && !markAxes(*axes, rank)) // c2
    return context.error("pad_c2")
           << "axes do not name different dims of " << context.type(0).str();
  std::vector<DimPads> result(rank);
  for (size_t i = 0; i < count; ++i)
    result[axes ? *resolveAxis((*axes)[i], rank) : i] = {(*pads)[i], (*pads)[i + count]};
  return Result(std::move(result));
}

LogicalResult checkMode(InferContext &context) {
  std::string mode = context.attrs<PadAttrs>().mode;
  if (mode != "constant" && mode != "reflect" && mode != "edge" && mode != "wrap") // c3
    return context.error("pad_c3") << "mode is '" << mode << "'";
  if (context.isRanked(2) && context.type(2).isStatic() &&
      elementCount(context.type(2).shape()) != 1) // c4
    return context.error("pad_c4") << "constant_value has type " << context.type(2).str();
  return success();
}

LogicalResult inferPad(InferContext &context) {
  if (failed(checkMode(context)))
    return failure();
  if (!context.isRanked(0))
    return setDims(context, std::nullopt);
  auto pads = padsOf(context);
  if (failed(pads))
    return failure();
  Dims dims(context.type(0).rank());
  for (size_t i = 0; *pads && i < dims.size(); ++i) {
    const Dim &dim = context.type(0).dim(i);
    const DimPads &pad = (**pads)[i];
    if (!dim.isStatic()) {
      if (pad.begin == 0 && pad.end == 0)
        dims[i] = dim;
      continue;
    }
    auto some = checkedAdd(dim.size(), pad.begin);
    auto all = some ? checkedAdd(*some, pad.end) : std::nullopt;
    if (!all || *all < 0) // c5
      return context.error("pad_c5")
             << "pads " << pad.begin << " and " << pad.end << " of dim " << dim.size();
    dims[i] = Dim(*all);
  }
  return setDims(context, std::move(dims));
}

/// Position within [0, size) that stands for `at`, which may lie outside.
int64_t borrowed(int64_t at, int64_t size, std::string_view mode) {
  if (mode == "edge")
    return at < 0 ? 0 : at < size ? at : size - 1;
  int64_t period = mode == "wrap" ? size : size > 1 ? 2 * (size - 1) : 1;
  int64_t within = at % period < 0 ? at % period + period : at % period;
  return within < size ? within : period - within;
}

/// The table of one dim: operand position of each result position.
FailureOr<IndexExpr> borderIndex(InferContext &context, unsigned d, int64_t extent, DimPads pad,
                                 std::string_view mode) {
  int64_t cropBegin = std::max<int64_t>(0, -pad.begin), cropEnd = std::max<int64_t>(0, -pad.end);
  int64_t left = context.type(0).dim(d).size() - cropBegin - cropEnd;
  if (left <= 0) // c6
    return context.error("pad_c6") << "dim " << d << " has no element to make a border of";
  std::vector<int64_t> table;
  for (int64_t i = 0; i < extent; ++i)
    table.push_back(cropBegin + borrowed(i - std::max<int64_t>(0, pad.begin), left, mode));
  return IndexExpr::lookup(tableOf(std::move(table)), IndexExpr::dim(d));
}

FailureOr<IndexMap> mapPad(InferContext &context, const Shape &shape) {
  auto pads = padsOf(context);
  if (failed(pads) || !*pads)
    return failure();
  std::string mode = context.attrs<PadAttrs>().mode;
  IndexMap map{shape, {}, std::nullopt};
  IndexMap::Piece piece{0, {}, dimExprs(shape.size())};
  for (unsigned d = 0; d < shape.size(); ++d) {
    DimPads pad = (**pads)[d];
    if (pad.begin == 0 && pad.end == 0)
      continue;
    if (mode == "constant") {
      piece.index[d] = IndexExpr::dim(d) - IndexExpr(pad.begin);
      piece.guards.push_back({piece.index[d], 0, context.type(0).dim(d).size()});
      continue;
    }
    auto index = borderIndex(context, d, shape[d], pad, mode);
    if (failed(index))
      return failure();
    piece.index[d] = *index;
  }
  if (mode == "constant" && context.has(2))
    map.fillOperand = 2;
  map.pieces.push_back(std::move(piece));
  return map;
}

} // namespace

OpDef definePad() {
  return OpDef("pad")
      .summary("A border around the tensor; negative pads crop.")
      .operand("data")
      .operand("pads", Role::Shape)
      .optional("constant_value", Role::Hyperparameter)
      .optional("axes", Role::Shape)
      .dtypes(allTypes, {"data", "constant_value"})
      .attrs<PadAttrs>()
      .infer(inferPad)
      .movement(moveAfter(inferPad, mapPad))
      .onnx("Pad", 11);
}

} // namespace fixcon
