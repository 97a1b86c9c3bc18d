// GatherBlockQuantized: slices of a table whose numbers have a scale and zero point for each block
// along one axis. Here the table is dequantised first, which gives the same slices.
//
//   com.microsoft.GatherBlockQuantized %t, %i, %s, %z {gather_axis, quantize_axis, block_size}
//   ->  gather(dequantize_linear(%t, %s, %z) {axis = quantize_axis, block_size}, %i)
//
// Bytes hold packed numbers along the last axis, whose default zero point is 2^(bits-1).
#include "Rules/Support/PackedBits.h"

namespace fixcon {

namespace {
enum Operand : unsigned { Table, Indices, Scales, Zeros };
}

/// The table and its zero points, unpacked.
static std::pair<Value *, Value *> numbersOf(RuleBuilder &b, int64_t rank, int64_t bits) {
  Value *table = b.in(Table), *zeros = b.in(Zeros);
  if (table->type().dtype() != DType::U8)
    return {table, zeros};
  table = unpackedBits(b, table, rank, bits);
  if (!zeros)
    return {table, b.filledLike(double(1 << (bits - 1)), table, b.in(Scales))};
  const Dim &last = b.in(Scales)->type().dim(static_cast<size_t>(rank) - 1);
  zeros = unpackedBits(b, zeros, rank, bits);
  return {table, last.isStatic() ? b.firstOf(zeros, last.size()) : zeros};
}

LogicalResult ruleMicrosoftGatherBlockQuantized(Op &, RuleBuilder &b) {
  if (failed(b.needs({Table, Indices, Scales})))
    return failure();
  auto rank = b.rank(Table);
  if (!rank || *rank < 1 || b.rank(Scales) != rank || (b.in(Zeros) && b.rank(Zeros) != rank))
    return b.error() << "table, scales and zero points are not known to have one rank";
  int64_t bits = b.take<int64_t>("bits", 4), block = b.take<int64_t>("block_size", 128);
  DType dtype = b.in(Table)->type().dtype();
  if (!isInteger(dtype) || block < 1 || (bits != 2 && bits != 4 && bits != 8))
    return b.error() << "a table of " << name(dtype) << " with block_size " << block << " and "
                     << bits << " bits is not understood";
  auto [numbers, zeros] = numbersOf(b, *rank, bits);
  AttrDict attrs = attrsOf({{"axis", b.take<int64_t>("quantize_axis", 1)}, {"block_size", block}});
  Value *real = b.value("dequantize_linear", {numbers, b.in(Scales), zeros}, std::move(attrs));
  b.result(0, b.value("gather", {real, b.in(Indices)},
                      attrsOf({{"axis", b.take<int64_t>("gather_axis", 0)}})));
  return success();
}

} // namespace fixcon
