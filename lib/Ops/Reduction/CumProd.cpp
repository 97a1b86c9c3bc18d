// Running products along one axis, from either end, with or without the element itself. Integers
// wrap.
#include "Cumulative.h"
#include "Definition/WrappingFold.h"

namespace fixcon {

OpDef defineCumProd() {
  return OpDef("cum_prod")
      .summary("Running products along an axis.")
      .operand("x")
      .operand("axis", Role::Shape)
      .dtypes(numberTypes, {"x"})
      .attrs<CumulativeAttrs>()
      .infer(inferCumulative)
      .reference(evalCumulative<WrappingProduct>)
      .onnx("CumProd", 26);
}

} // namespace fixcon
