// MatMulNBits: a product with the transpose of a matrix [N, K] of packed numbers, each block of a
// row with its own scale and zero point.
//
//   com.microsoft.MatMulNBits %a, %b, %s, %z, _, %c {K, N, bits, block_size}
//   ->  %w = dequantize_linear(unpacked %b, %s, unpacked %z) {axis = 1, block_size}
//       add(mat_mul(%a, transpose(first K columns of %w)), %c)
//
// Without zero points they are 2^(bits-1). Those of the dtype of %a are not packed. The accuracy
// level allows a runtime to round A; it has no meaning.
#include "Rules/Support/PackedBits.h"

namespace fixcon {

namespace {
enum Operand : unsigned { A, B, Scales, Zeros, Groups, Bias };

struct Packing {
  int64_t rows, columns, bits, block; ///< `columns` numbers in each row, in blocks
  int64_t blocks() const { return (columns - 1) / block + 1; }
};
} // namespace

static bool hasShape(const Type &type, std::initializer_list<int64_t> sizes) {
  return type.isTensor() && type.isStatic() && type.shape() == Shape(sizes);
}

/// What the attributes say of B; nothing, with a report, if the operands do not have that form.
static std::optional<Packing> takePacking(RuleBuilder &b) {
  Packing p{b.take<int64_t>("N", 0), b.take<int64_t>("K", 0), b.take<int64_t>("bits", 4),
            b.take<int64_t>("block_size", 0)};
  bool sane = p.rows > 0 && p.columns > 0 && p.block >= 8 && p.block <= (1 << 20) &&
              (p.bits == 2 || p.bits == 4 || p.bits == 8) && p.columns < (int64_t(1) << 40) &&
              p.rows < (int64_t(1) << 40);
  if (!sane || b.take<int64_t>("weight_prepacked", 0) || b.in(Groups)) {
    b.error() << "K, N, bits or block_size is missing or out of range, or the weights are packed "
                 "for one machine or in groups";
    return std::nullopt;
  }
  const Type &type = b.in(B)->type();
  if (type.isTensor() && type.dtype() == DType::U8 && p.block * p.bits % 8 == 0 &&
      hasShape(type, {p.rows, p.blocks(), p.block * p.bits / 8}))
    return p;
  b.error() << "weights " << type.str() << " do not fit K, N, bits and block_size";
  return std::nullopt;
}

/// One zero point for each scale, in the dtype of the numbers. Null if they are not integers.
static Value *zeroPoints(RuleBuilder &b, const Packing &p, Value *numbers, Value *scales) {
  Value *zeros = b.in(Zeros);
  if (!zeros)
    return b.filledLike(double(1 << (p.bits - 1)), numbers, scales);
  if (!zeros->type().isTensor() || zeros->type().dtype() != DType::U8)
    return nullptr;
  Value *rows = b.value("reshape", {zeros, b.ints({p.rows, -1})});
  return b.firstOf(unpackedBits(b, rows, 2, p.bits), p.blocks());
}

/// (numbers - zero points) * scales where the zero points are no integers.
static Value *scaledBlocks(RuleBuilder &b, const Packing &p, Value *numbers, Value *scales) {
  Value *real = b.value("cast_like", {numbers, scales});
  Value *blocks = b.value("reshape", {real, b.ints({p.rows, p.blocks(), p.block})});
  auto columns = [&](Value *x) { return b.value("reshape", {x, b.ints({p.rows, p.blocks(), 1})}); };
  Value *centered = b.value("sub", {blocks, columns(b.in(Zeros))});
  Value *scaled = b.value("mul", {centered, columns(scales)});
  return b.value("reshape", {scaled, b.ints({p.rows, -1})});
}

LogicalResult ruleMicrosoftMatMulNBits(Op &, RuleBuilder &b) {
  if (failed(b.needs({A, B, Scales})))
    return failure();
  auto p = takePacking(b);
  if (!p)
    return failure();
  b.ignore({"accuracy_level"});
  Value *scales = b.value("reshape", {b.in(Scales), b.ints({p->rows, p->blocks()})});
  Value *bytes = b.value("reshape", {b.in(B), b.ints({p->rows, -1})});
  Value *numbers = unpackedBits(b, bytes, 2, p->bits);
  Value *zeros = zeroPoints(b, *p, numbers, scales);
  Value *weights = zeros ? b.value("dequantize_linear", {numbers, scales, zeros},
                                   attrsOf({{"axis", int64_t(1)}, {"block_size", p->block}}))
                         : scaledBlocks(b, *p, numbers, scales);
  Value *turned = b.value("transpose", {b.firstOf(weights, p->columns)},
                          attrsOf({{"perm", Attribute::Ints{1, 0}}}));
  Value *y = b.value("mat_mul", {b.in(A), turned});
  b.result(0, b.in(Bias) ? b.value("add", {y, b.in(Bias)}) : y);
  return success();
}

} // namespace fixcon
