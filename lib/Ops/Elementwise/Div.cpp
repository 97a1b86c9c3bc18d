// The quotient of both operands, broadcast; integers truncate toward zero.
#include "Definition/SizeTensor.h"

namespace fixcon {

/// Symbols only where nothing is left over; sizes are not negative, so that no rounding is at play.
static SizeProduct quotient(std::span<const SizeProduct> args) {
  const SizeProduct &a = args[0], &b = args[1];
  if (a.isNumber() && b.isNumber())
    return b.number() > 0 ? SizeProduct(a.number() / b.number()) : SizeProduct::unknown();
  return a.dividedBy(b).value_or(SizeProduct::unknown());
}

OpDef defineDiv() {
  return OpDef("div")
      .summary("The quotient of both operands, broadcast; integers truncate toward zero.")
      .operand("A")
      .operand("B")
      .product(-1)
      .keepsSign()
      .formula([](auto args, const Op &) { return args[0] / args[1]; })
      .sizes(elementwiseSizes(quotient))
      .onnx("Div", 7);
}

} // namespace fixcon
