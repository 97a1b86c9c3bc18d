// The sum of both operands, broadcast; integers wrap.
#include "Definition/SizeTensor.h"

#include "fixcon/Support/CheckedMath.h"

namespace fixcon {

static SizeProduct sum(std::span<const SizeProduct> args) {
  if (args[0] == SizeProduct(0))
    return args[1];
  if (args[1] == SizeProduct(0))
    return args[0];
  bool numbers = args[0].isNumber() && args[1].isNumber();
  auto total = numbers ? checkedAdd(args[0].number(), args[1].number()) : std::nullopt;
  return total ? SizeProduct(*total) : SizeProduct::unknown();
}

OpDef defineAdd() {
  return OpDef("add")
      .summary("The sum of both operands, broadcast; integers wrap.")
      .operand("A")
      .operand("B")
      .sum(1)
      .keepsSign()
      .commutative()
      .formula([](auto args, const Op &) { return args[0] + args[1]; })
      .sizes(elementwiseSizes(sum))
      .onnx("Add", 7);
}

} // namespace fixcon
