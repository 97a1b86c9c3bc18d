// Elementwise ops that follow each other, each the only reader of the one in front, as one formula.
#pragma once

#include "WindowCode.h"

#include "fixcon/Exec/Kernel.h"

namespace fixcon {

/// What stands in for one operand of a chain.
struct ChainOperand {
  const Value *value;
  bool isBias =
      false; ///< has one element for each channel, whatever broadcasting would make of its shape
};

struct Chain {
  /// Of what the first op makes (argument 0) and of the operands (from argument 1 on).
  Scalar formula = Scalar::argument(0);
  std::vector<ChainOperand> operands;

  Scalar add(ChainOperand operand) {
    operands.push_back(operand);
    return Scalar::argument(static_cast<unsigned>(operands.size()));
  }
};

/// How an operand of `shape` is read beside a result of `result` whose channels lie along `axis`; nullopt if it is
/// neither one number for each channel (or for all) nor a tensor of the same shape.
std::optional<EpilogueOperand> epilogueOperand(const ChainOperand &operand, const Shape &shape,
                                               const Shape &result, size_t axis);

/// The operand's elements for channels [0, channels), followed by zeros up to `padded`; one number serves for all.
Tensor channelVector(const RunValue &value, DType dtype, int64_t channels, int64_t padded);

/// Calls fn(from, to) with a null pointer to the C++ type of each dtype, which is F32 or F64.
template <class Fn> void withFloats(DType from, DType to, Fn fn) {
  auto withFirst = [&](auto *first) {
    if (to == DType::F32)
      fn(first, static_cast<float *>(nullptr));
    else
      fn(first, static_cast<double *>(nullptr));
  };
  if (from == DType::F32)
    withFirst(static_cast<float *>(nullptr));
  else
    withFirst(static_cast<double *>(nullptr));
}

} // namespace fixcon
