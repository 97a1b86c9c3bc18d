// The difference of both operands, broadcast; integers wrap.
#include "Definition/SizeTensor.h"

#include "fixcon/Support/CheckedMath.h"

namespace fixcon {

static SizeProduct difference(std::span<const SizeProduct> args) {
  const SizeProduct &a = args[0], &b = args[1];
  if (b == SizeProduct(0))
    return a;
  if (a.isKnown() && a == b)
    return SizeProduct(0);
  bool numbers = a.isNumber() && b.isNumber() && b.number() != INT64_MIN;
  auto rest = numbers ? checkedAdd(a.number(), -b.number()) : std::nullopt;
  return rest ? SizeProduct(*rest) : SizeProduct::unknown();
}

OpDef defineSub() {
  return OpDef("sub")
      .summary("The difference of both operands, broadcast; integers wrap.")
      .operand("A")
      .operand("B")
      .sum(-1)
      .formula([](auto args, const Op &) { return args[0] - args[1]; })
      .sizes(elementwiseSizes(difference))
      .onnx("Sub", 7);
}

} // namespace fixcon
