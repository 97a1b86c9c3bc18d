// Scalar formulas as code over vectors.
#pragma once

#include "Code.h"

#include "fixcon/Formula/Scalar.h"

namespace fixcon {

/// Whether every operation of the formula has code on floats; what has none is left to the reference.
bool hasCode(const Scalar &formula);

/// The formula of the vectors `arguments`.
llvm::Value *codeOf(Code &code, const Scalar &formula, std::span<llvm::Value *const> arguments);

} // namespace fixcon
