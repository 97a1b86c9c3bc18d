// Ops that give what the kernel of a runtime computes, beside a value that says what is meant by it.
#pragma once

#include "fixcon/IR/Op.h"

namespace fixcon {

/// Whether the result of an op is its operand 0 as a runtime's arithmetic has it: the executable form of a model rounds
/// by such ops as its runtime does, and in the normal form operand 0 stands in their place.
bool isComputed(const Op &op);

/// Whether an op reads operand 0 as what an integer kernel has accumulated, which no float holds: it must not be rounded
/// on the way.
bool readsSums(const Op &op);

/// The attribute of a recurrence whose state a runtime rounds, at each step and of each sample by itself: "symmetric" or
/// "plain", as rounded_rows does.
inline constexpr const char *roundedState = "rounded_state";

} // namespace fixcon
