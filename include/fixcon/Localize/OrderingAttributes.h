// Orders of axes that an op itself says by an attribute, such as transA of a product.
#pragma once

#include "fixcon/Align/Alignment.h"
#include "fixcon/Localize/FileDifferences.h"

namespace fixcon {

/// Where the order of an operand is wrong by an attribute of the node that reads it, and not by a movement of the file:
/// what the two nodes differ by. Empty where the movement is one of the file's own.
std::vector<FileDifference> orderingAttributes(const Relayout &relayout, const Alignment &alignment,
                                               const ExecutablePair &files);

} // namespace fixcon
