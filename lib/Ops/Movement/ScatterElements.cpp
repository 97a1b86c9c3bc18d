// A copy of the data with each update written where its index names the position along `axis` and
// its own place the other positions.
#include "Definition/Axis.h"
#include "Definition/IndexOperand.h"
#include "Scatter.h"

namespace fixcon {
namespace {

struct ScatterElementsAttrs {
  int64_t axis = 0;
  std::string reduction = "none"; ///< or add, mul, max, min

  template <class V> void visit(V &v) {
    v("axis", axis);
    v("reduction", reduction);
  }
};

LogicalResult inferScatterElements(InferContext &context) {
  auto attrs = context.attrs<ScatterElementsAttrs>();
  const Type &data = context.type(0), &indices = context.type(1), &updates = context.type(2);
  if (data.isRanked() && !resolveAxis(attrs.axis, data.rank())) // c1
    return context.error("scatter_elements_c1") << "axis " << attrs.axis << " of " << data.str();
  bool fits = !indices.isRanked() || ((!data.isRanked() || data.rank() == indices.rank()) &&
                                      (!updates.isRanked() || updates.rank() == indices.rank()));
  for (size_t i = 0; fits && indices.isRanked() && updates.isRanked() && i < indices.rank(); ++i)
    fits = !clash(indices.dim(i), updates.dim(i));
  if (!fits) // c4
    return context.error("scatter_elements_c4") << "data " << data.str() << ", indices "
                                                << indices.str() << ", updates " << updates.str();
  context.setResult(0, data);
  return checkReduction(context, attrs.reduction);
}

LogicalResult evaluateScatterElements(EvalContext &context) {
  auto attrs = context.attrs<ScatterElementsAttrs>();
  const Tensor &data = context.in(0), &indices = context.in(1);
  size_t axis = *resolveAxis(attrs.axis, data.rank());
  Shape strides = stridesOf(data.shape()), own = stridesOf(indices.shape());
  std::vector<int64_t> targets;
  for (int64_t i = 0; i < indices.size(); ++i) {
    int64_t target = 0;
    for (size_t d = 0; d < data.rank(); ++d) {
      int64_t at = d == axis ? indices.toInt(i) : i / own[d] % indices.shape()[d];
      auto position = resolvePosition(at, data.shape()[d]);
      if (!position) // c9
        return context.error("scatter_elements_c9")
               << "position " << at << " of " << data.shape()[d] << " elements";
      target += *position * strides[d];
    }
    targets.push_back(target);
  }
  return scatter(context, data, context.in(2), targets, attrs.reduction);
}

} // namespace

OpDef defineScatterElements() {
  return OpDef("scatter_elements")
      .summary("A copy of the data with single elements replaced or reduced.")
      .operand("data")
      .operand("indices", Role::Index)
      .operand("updates")
      .dtypes(allTypes, {"data", "updates"})
      .axis("axis")
      .attrs<ScatterElementsAttrs>()
      .infer(inferScatterElements)
      .reference(evaluateScatterElements)
      .onnx("ScatterElements", 11);
}

} // namespace fixcon
