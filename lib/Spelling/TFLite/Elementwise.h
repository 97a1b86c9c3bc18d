// Elementwise operators, in whatever order the axes of their operands lie.
#pragma once

#include "fixcon/Spelling/SpellingBuilder.h"

namespace fixcon {

/// An elementwise operator on these operands, with a result of that type. Where Transposes in one order made all operands
/// that are no constants, it is written on what they read, and one Transpose behind it.
Value *spellElementwise(SpellingBuilder &b, const std::string &type,
                        std::vector<SpellingOperand> operands, AttrDict attrs, const Type &result);

} // namespace fixcon
