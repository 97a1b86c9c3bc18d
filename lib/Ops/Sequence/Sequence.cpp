// As ONNX counts: -count to count - 1 to read or erase; an insertion may also name `count`, the
// place behind the last, which is why the caller gives the upper end. Elements keep the declared
// type of their sequence, also when none is left.
#include "Sequence.h"

namespace fixcon {

FailureOr<Type> sequenceElement(InferContext &context, unsigned i, std::string_view label) {
  const Type &type = context.type(i);
  if (type.kind() == Type::Kind::Sequence)
    return type.inner();
  return context.error(label) << "operand " << i << " is " << type.str()
                              << ", a sequence is needed";
}

LogicalResult checkPosition(InferContext &context, unsigned i, std::string_view label) {
  if (!context.has(i))
    return success();
  const Type &type = context.type(i);
  bool one = type.isTensor() && isInteger(type.dtype()) &&
             (!type.isStatic() || elementCount(type.shape()) == 1);
  if (one)
    return success();
  return context.error(label) << "the position is " << type.str() << ", an integer is needed";
}

FailureOr<size_t> readPosition(EvalContext &context, unsigned i, size_t count, int64_t last) {
  auto size = static_cast<int64_t>(count);
  int64_t position = context.in(i).toInt(0);
  if (position < -size || position > last)
    return context.error() << "position " << position << " in a sequence of " << size;
  return static_cast<size_t>(position < 0 ? position + size : position);
}

Datum withElements(const EvalContext &context, std::vector<Datum> elements) {
  return Datum::sequence(context.datum(0).elementType(), std::move(elements));
}

} // namespace fixcon
