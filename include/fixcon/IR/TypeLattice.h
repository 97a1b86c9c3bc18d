// What follows from knowing two types of one value, and from a value that may have either of two.
#pragma once

#include "fixcon/IR/Type.h"

#include <optional>

namespace fixcon {

/// What both types say together; numbers win over symbols, and the second type's symbols over the
/// first's. nullopt if no value has both types.
std::optional<Type> meet(const Type &declared, const Type &inferred);

/// The most precise type that takes in both; unknown if they do not even share kind and dtype. An
/// unknown type is taken to be the other.
Type join(const Type &a, const Type &b);

/// `type` with what it leaves open from `hint`. Where the two contradict, `type` holds: unlike
/// meet this never fails, for a hint may be wrong.
Type refined(const Type &type, const Type &hint);

/// `declared` with the rank and the numbers that `inferred` knows to be others; symbols and unknown
/// dims stay as they are declared, for a file may well say less than follows.
Type corrected(const Type &declared, const Type &inferred);

} // namespace fixcon
