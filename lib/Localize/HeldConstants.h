// Constants of two files, compared as the files hold them.
#pragma once

#include "fixcon/IR/Graph.h"

#include <optional>

namespace fixcon {

/// The elements of the constant of the file that a value of its executable form is; nothing if it is none.
std::optional<Tensor> heldConstant(const Value *executable, const Graph &faithful);

/// Whether both are absent, or hold the same up to the rounding of folding.
bool holdTheSame(const std::optional<Tensor> &a, const std::optional<Tensor> &b);

} // namespace fixcon
