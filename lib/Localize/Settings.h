// Values that configure ops, compared.
#pragma once

#include "fixcon/IR/Attribute.h"
#include "fixcon/IR/Value.h"

namespace fixcon {

/// Elements of a constant operand, in a form that ignores the integer width of the file; empty without one.
Attribute settingOf(const Value *constant);
/// Floats are equal if they are in f32: exporters write them as such, in attributes and operands.
bool isSameSetting(const Attribute &a, const Attribute &b);

} // namespace fixcon
