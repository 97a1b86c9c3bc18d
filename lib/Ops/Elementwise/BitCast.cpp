// The bits of the operand's elements read as another element type of the same width. A NaN of a
// float has one of its bit patterns: payloads are not kept.
#include "fixcon/Ops/EvalContext.h"
#include "fixcon/Ops/InferContext.h"
#include "fixcon/Ops/OpDef.h"

namespace fixcon {

namespace {
struct BitCastAttrs {
  std::optional<DType> to; ///< needed
  template <class V> void visit(V &v) { v("to", to); }
};
} // namespace

/// Bits of one element, which small types hold in a whole byte.
static size_t bitWidth(DType type) {
  if (type == DType::I4 || type == DType::U4 || type == DType::F4E2M1)
    return 4;
  return type == DType::I2 || type == DType::U2 ? 2 : 8 * byteSize(type);
}

static LogicalResult inferBitCast(InferContext &context) {
  const Type &x = context.type(0);
  auto to = context.attrs<BitCastAttrs>().to;
  if (!to || *to == DType::String)
    return context.error("bit_cast_c1") << "attribute 'to' names no element type with bits";
  if (!x.isTensor() || bitWidth(x.dtype()) != bitWidth(*to))
    return context.error("bit_cast_c2") << x.str() << " as " << name(*to);
  context.setResult(0, x.isRanked() ? Type::tensor(*to, x.dims()) : Type::unranked(*to));
  return success();
}

/// Elements of less than a byte as `to` holds them: with the sign in the upper bits, or zeros.
static Tensor extended(Tensor bits, DType to, size_t width) {
  for (std::byte &element : bits.mutableBytes()) {
    auto value = std::to_integer<unsigned>(element) & ((1u << width) - 1);
    bool negative = classOf(to) == DTypeClass::Signed && value >> (width - 1);
    element = static_cast<std::byte>(negative ? value | ~((1u << width) - 1) : value);
  }
  return bits;
}

static LogicalResult evalBitCast(EvalContext &context) {
  DType from = context.op().operand(0)->type().dtype();
  DType to = *context.attrs<BitCastAttrs>().to;
  const Tensor &x = context.in(0);
  Tensor bits = isFloat(from) ? x.converted(from) : x;
  if (bitWidth(to) < 8)
    bits = extended(std::move(bits), to, bitWidth(to));
  bits = bits.bitcast(to);
  context.out() = isFloat(to) ? bits.converted(DType::F64) : bits;
  return success();
}

OpDef defineBitCast() {
  return OpDef("bit_cast")
      .summary("The same bits as another element type.")
      .operand("input")
      .dtypes(allTypes - DType::String)
      .attrs<BitCastAttrs>()
      .infer(inferBitCast)
      .reference(evalBitCast)
      .onnx("BitCast", 26);
}

} // namespace fixcon
