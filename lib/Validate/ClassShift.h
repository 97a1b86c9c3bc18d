// Scores of one class more, as training sets come with and without one for the background.
#pragma once

#include "fixcon/Tensor/Tensor.h"

#include <optional>

namespace fixcon {

/// Whether the labels of all rows are those of the other side once the longer side's first class, or its last
/// one, is left out.
struct ClassShift {
  bool withoutFirst = true, withoutLast = true;
};

/// nullopt unless the last axes of two tensors differ by one, the others by nothing, and there are as many
/// classes as nobody would take for something else.
std::optional<ClassShift> classShift(const Tensor &source, const Tensor &target);

} // namespace fixcon
