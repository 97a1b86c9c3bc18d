// True where both operands are equal; NaN equals nothing. Strings compare by their bytes.
#include "Definition/SizeTensor.h"

#include "fixcon/Ops/EvalContext.h"

namespace fixcon {
namespace {

/// Operand `in` repeated to `shape`.
Tensor spread(const Tensor &in, const Shape &shape) {
  IndexMap map{shape, {{0, {}, {}}}, std::nullopt};
  for (size_t i = 0; i < in.rank(); ++i) {
    size_t d = shape.size() - in.rank() + i;
    bool repeats = in.shape()[i] == 1;
    map.pieces[0].index.push_back(repeats ? IndexExpr(0) : IndexExpr::dim(unsigned(d)));
  }
  const Tensor *operands[] = {&in};
  return gather(map, operands);
}

LogicalResult compareStrings(EvalContext &context) {
  const Shape &shape = context.out().shape();
  Tensor a = spread(context.in(0), shape), b = spread(context.in(1), shape);
  auto out = context.out().mutableData<bool>();
  for (size_t i = 0; i < out.size(); ++i)
    out[i] = a.strings()[i] == b.strings()[i];
  return success();
}

/// A size is no negative number, whatever its symbols stand for.
SizeProduct sameSize(std::span<const SizeProduct> args) {
  const SizeProduct &a = args[0], &b = args[1];
  if (a.isNumber() && b.isNumber())
    return SizeProduct(int64_t(a.number() == b.number()));
  auto isNegative = [](const SizeProduct &e) { return e.isNumber() && e.number() < 0; };
  auto isSize = [](const SizeProduct &e) { return e.isKnown() && e.number() >= 0; };
  if ((isNegative(a) && isSize(b)) || (isSize(a) && isNegative(b)))
    return SizeProduct(0);
  return a.isKnown() && a == b ? SizeProduct(1) : SizeProduct::unknown();
}

} // namespace

OpDef defineEqual() {
  return OpDef("equal")
      .summary("True where both operands are equal.")
      .operand("A")
      .operand("B")
      .dtypes(allTypes - DTypeClass::Complex)
      .commutative()
      .resultDType(DType::Bool)
      .formula([](auto args, const Op &) { return equal(args[0], args[1]); })
      .reference(compareStrings)
      .sizes(elementwiseSizes(sameSize))
      .onnx("Equal", 7);
}

} // namespace fixcon
