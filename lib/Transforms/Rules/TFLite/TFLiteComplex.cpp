// Operators of complex numbers, by their parts. The spectrum of real pictures is one side of that of the rows, transformed along
// the columns; pictures are cut or continued with zeros to the lengths of the transform.
#include "fixcon/Transforms/RuleBuilder.h"

namespace fixcon {

static Value *spectrum(RuleBuilder &b) {
  auto length = [&](int64_t i) { return b.value("gather", {b.in(1), b.scalar(i)}); };
  Value *x = b.value("unsqueeze", {b.in(0), b.ints({-1})});
  Value *rows = b.value("dft", {x, length(1), b.scalar(-2)}, attrsOf({{"onesided", 1}}));
  return b.value("complex_of_parts", {b.value("dft", {rows, length(0), b.scalar(-3)})});
}

LogicalResult ruleTFLiteComplex(Op &op, RuleBuilder &b) {
  if (op.type() == "RFFT2D") {
    if (failed(b.needs({0, 1})))
      return failure();
    b.result(0, spectrum(b));
    return success();
  }
  if (op.type() == "COMPLEX") {
    Value *last = b.ints({-1});
    std::vector<Value *> parts = {b.value("unsqueeze", {b.in(0), last}),
                                  b.value("unsqueeze", {b.in(1), last})};
    return b.becomes("complex_of_parts", {b.value("concat", parts, attrsOf({{"axis", -1}}))});
  }
  Value *parts = b.value("complex_parts", {b.in(0)});
  if (op.type() == "COMPLEX_ABS")
    return b.becomes("reduce_l2", {parts, b.ints({-1})}, attrsOf({{"keepdims", 0}}));
  return b.becomes("gather", {parts, b.scalar(op.type() == "IMAG" ? 1 : 0)},
                   attrsOf({{"axis", -1}}));
}

} // namespace fixcon
