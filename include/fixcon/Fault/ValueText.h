// Values of attributes as people read them.
#pragma once

#include "fixcon/IR/Attribute.h"

namespace fixcon {

/// "0.01" for a number that was 0.01 in f32 before it became a double; "none" for an empty value; else as
/// the IR has it.
std::string show(const Attribute &value);

} // namespace fixcon
