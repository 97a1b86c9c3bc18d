// X shifted by Y bits; what leaves the type is lost.
#include "Elementwise.h"

namespace fixcon {
namespace {

struct BitShiftAttrs {
  std::string direction; ///< "LEFT" or "RIGHT"

  template <class V> void visit(V &v) { v("direction", direction); }
};

LogicalResult inferBitShift(InferContext &context) {
  std::string direction = context.attrs<BitShiftAttrs>().direction;
  if (direction != "LEFT" && direction != "RIGHT") // c5
    return context.error("bit_shift_c5") << "direction is '" << direction << "'";
  return inferBroadcast(context, context.type(0).dtype());
}

Scalar formula(std::span<const Scalar> args, const Op &op) {
  bool left = readAttrs<BitShiftAttrs>(op).direction == "LEFT";
  return Scalar::make(left ? Scalar::Kind::ShiftLeft : Scalar::Kind::ShiftRight,
                      {args[0], args[1]});
}

} // namespace

OpDef defineBitShift() {
  return OpDef("bit_shift")
      .summary("X shifted left or right by Y bits.")
      .operand("X")
      .operand("Y")
      .attrs<BitShiftAttrs>()
      .dtypes(integerTypes)
      .infer(inferBitShift)
      .formula(formula)
      .onnx("BitShift", 11);
}

} // namespace fixcon
