// The sum of all operands, broadcast, divided by their number.
#include "Elementwise.h"

namespace fixcon {

OpDef defineMean() {
  return OpDef("mean")
      .summary("The mean of all operands.")
      .variadic("data_0")
      .commutative()
      .dtypes(floatTypes)
      .formula([](auto args, const Op &) {
        return foldBalanced(args, operator+) / static_cast<double>(args.size());
      })
      .onnx("Mean", 6);
}

} // namespace fixcon
