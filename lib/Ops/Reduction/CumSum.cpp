// Running sums along one axis, from either end, with or without the element itself. Integers wrap.
#include "Cumulative.h"
#include "Definition/WrappingFold.h"

namespace fixcon {

OpDef defineCumSum() {
  return OpDef("cum_sum")
      .summary("Running sums along an axis.")
      .operand("x")
      .operand("axis", Role::Shape)
      .dtypes(numberTypes, {"x"})
      .attrs<CumulativeAttrs>()
      .infer(inferCumulative)
      .reference(evalCumulative<WrappingSum>)
      .onnx("CumSum", 11);
}

} // namespace fixcon
