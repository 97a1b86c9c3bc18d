// Dims of 1 removed: those that `axes` names, or all.
#include "Definition/Axis.h"
#include "Moves.h"

#include <algorithm>

namespace fixcon {
namespace {

LogicalResult inferSqueeze(InferContext &context) {
  if (!context.isRanked(0) || (context.has(1) && !context.value(1)))
    return setDims(context, std::nullopt);
  const Dims &dims = context.type(0).dims();
  std::optional<std::vector<bool>> removed = std::vector<bool>(dims.size());
  if (auto axes = knownInts(context, 1))
    removed = markAxes(*axes, dims.size());
  if (!removed) // c1
    return context.error("squeeze_c1")
           << "axes do not name different dims of " << context.type(0).str();
  Dims kept;
  for (size_t i = 0; i < dims.size(); ++i) {
    if (!context.has(1)) {
      // Whether an open dim goes decides the rank.
      if (!dims[i].isStatic())
        return setDims(context, std::nullopt);
      (*removed)[i] = dims[i] == 1;
    }
    if (!(*removed)[i])
      kept.push_back(dims[i]);
    else if (dims[i].isStatic() && dims[i] != 1) // c2
      return context.error("squeeze_c2")
             << "dim " << i << " of " << context.type(0).str() << " is not 1";
  }
  return setDims(context, std::move(kept));
}

} // namespace

OpDef defineSqueeze() {
  return OpDef("squeeze")
      .summary("Dims of 1 removed.")
      .operand("data")
      .optional("axes", Role::Shape)
      .view()
      .infer(inferSqueeze)
      .movement(viewAfter(inferSqueeze))
      .onnx("Squeeze", 13);
}

} // namespace fixcon
