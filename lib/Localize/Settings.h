// Values that configure ops, compared.
#pragma once

#include "fixcon/IR/Attribute.h"
#include "fixcon/IR/Value.h"

namespace fixcon {

/// Elements of a constant operand, in a form that ignores the integer width of the file; empty without one.
Attribute settingOf(const Value *constant);
/// Floats, and elements of tensors, are equal if they are in `dtype`: exporters write f32, in attributes and operands.
bool isSameSetting(const Attribute &a, const Attribute &b, DType dtype = DType::F32);

} // namespace fixcon
