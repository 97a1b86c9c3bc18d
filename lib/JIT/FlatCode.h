// A formula over elements that lie one behind the other.
#pragma once

#include "Code.h"

#include "fixcon/Formula/Scalar.h"

#include <string>

namespace fixcon {

/// How an operand is read along a run of elements.
enum class FlatOperand : uint8_t {
  Contiguous, ///< element by element
  Single,     ///< one element for all
  Lanes       ///< one vector again and again
};

struct FlatShape {
  DType dtype = DType::F32;
  int64_t lanes = 8;
  Scalar formula;
  std::vector<FlatOperand> operands; ///< of the formula's arguments from 1 on
  std::string key() const;
};

/// void (T *out, const T *const *operands, int64 count)
using FlatFunction = void (*)(void *, const void *const *, int64_t);

void writeFlat(llvm::Module &module, const std::string &name, const FlatShape &shape);

} // namespace fixcon
