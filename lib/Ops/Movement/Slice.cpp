// Elements start, start + step, ... before end along each of `axes`.
#include "Definition/Axis.h"
#include "Moves.h"
#include "SliceRange.h"

namespace fixcon {
namespace {

/// What is asked for along one dim; nothing is asked of the others.
struct Request {
  int64_t start = 0, end = INT64_MAX, step = 1;
};

/// One request a dim; nullopt if the operands are not all known.
FailureOr<std::optional<std::vector<Request>>> requests(InferContext &context) {
  using Result = std::optional<std::vector<Request>>;
  size_t rank = context.type(0).rank();
  auto starts = knownInts(context, 1), ends = knownInts(context, 2);
  auto axes = knownInts(context, 3), steps = knownInts(context, 4);
  bool open = (context.has(3) && !axes) || (context.has(4) && !steps);
  if (!starts || !ends || open)
    return Result();
  bool fits = ends->size() == starts->size() && (!axes || axes->size() == starts->size()) &&
              (!steps || steps->size() == starts->size());
  if (!fits || (!axes && starts->size() > rank)) // c1
    return context.error("slice_c1") << "starts, ends, axes and steps differ in length";
  std::vector<Request> result(rank);
  for (size_t i = 0; i < starts->size(); ++i) {
    auto axis = resolveAxis(axes ? (*axes)[i] : static_cast<int64_t>(i), rank);
    if (!axis) // c2
      return context.error("slice_c2") << "axis " << (*axes)[i] << " of " << context.type(0).str();
    int64_t step = steps ? (*steps)[i] : 1;
    if (step == 0) // c3
      return context.error("slice_c3") << "step 0 along axis " << *axis;
    result[*axis] = {(*starts)[i], (*ends)[i], step};
  }
  return Result(std::move(result));
}

LogicalResult inferSlice(InferContext &context) {
  if (!context.isRanked(0))
    return setDims(context, std::nullopt);
  const Dims &dims = context.type(0).dims();
  auto wanted = requests(context);
  if (failed(wanted))
    return failure();
  Dims result(dims.size());
  for (size_t i = 0; *wanted && i < dims.size(); ++i) {
    const Request &r = (**wanted)[i];
    if (dims[i].isStatic())
      result[i] = Dim(sliceRange(dims[i].size(), r.start, r.end, r.step).count);
    else if (keepsWholeDim(r.start, r.end, r.step))
      result[i] = dims[i];
  }
  return setDims(context, std::move(result));
}

FailureOr<IndexMap> mapSlice(InferContext &context, const Shape &shape) {
  auto wanted = requests(context);
  if (failed(wanted) || !*wanted)
    return failure();
  std::vector<IndexExpr> index;
  for (unsigned i = 0; i < shape.size(); ++i) {
    const Request &r = (**wanted)[i];
    SliceRange range = sliceRange(context.type(0).dim(i).size(), r.start, r.end, r.step);
    index.push_back(IndexExpr(range.start) + IndexExpr::dim(i) * IndexExpr(range.step));
  }
  return readAt(shape, std::move(index));
}

} // namespace

OpDef defineSlice() {
  return OpDef("slice")
      .summary("Every step-th element between two positions, along some axes.")
      .operand("data")
      .operand("starts", Role::Shape)
      .operand("ends", Role::Shape)
      .optional("axes", Role::Shape)
      .optional("steps", Role::Shape)
      .infer(inferSlice)
      .movement(moveAfter(inferSlice, mapSlice))
      .onnx("Slice", 10);
}

} // namespace fixcon
