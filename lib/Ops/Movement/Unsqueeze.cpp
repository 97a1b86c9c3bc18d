// Dims of 1 inserted, so that the result has them at `axes`.
#include "Definition/Axis.h"
#include "Moves.h"

namespace fixcon {
namespace {

LogicalResult inferUnsqueeze(InferContext &context) {
  auto axes = knownInts(context, 1);
  if (!context.isRanked(0))
    return setDims(context, std::nullopt);
  const Dims &dims = context.type(0).dims();
  if (!axes) {
    auto count = listLength(context, 1);
    constexpr int64_t highestRank = 1024;
    bool known = count && *count <= highestRank;
    return setDims(context,
                   known ? std::optional(Dims(dims.size() + size_t(*count))) : std::nullopt);
  }
  auto inserted = markAxes(*axes, dims.size() + axes->size());
  if (!inserted) // c1
    return context.error("unsqueeze_c1")
           << "axes do not name different dims of the result of " << context.type(0).str();
  Dims result;
  size_t next = 0;
  for (bool isNew : *inserted)
    result.push_back(isNew ? Dim(1) : dims[next++]);
  return setDims(context, std::move(result));
}

} // namespace

OpDef defineUnsqueeze() {
  return OpDef("unsqueeze")
      .summary("Dims of 1 inserted.")
      .operand("data")
      .operand("axes", Role::Shape)
      .view()
      .infer(inferUnsqueeze)
      .movement(viewAfter(inferUnsqueeze))
      .onnx("Unsqueeze", 13);
}

} // namespace fixcon
