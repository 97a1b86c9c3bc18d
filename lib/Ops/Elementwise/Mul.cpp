// The product of both operands, broadcast; integers wrap.
#include "Definition/SizeTensor.h"

namespace fixcon {

OpDef defineMul() {
  return OpDef("mul")
      .summary("The product of both operands, broadcast; integers wrap.")
      .operand("A")
      .operand("B")
      .product(1)
      .keepsSign()
      .commutative()
      .formula([](auto args, const Op &) { return args[0] * args[1]; })
      .sizes(elementwiseSizes([](std::span<const SizeProduct> args) {
        SizeProduct product = args[0];
        product.multiply(args[1]);
        return product;
      }))
      .onnx("Mul", 7);
}

} // namespace fixcon
