// Softmax and its relatives as they were before opset 13.
#pragma once

#include "fixcon/Transforms/RuleBuilder.h"

namespace fixcon {

/// `core` over rows of a matrix: the axes before `axis` count the rows, those from it on are the
/// columns.
Value *softmaxOfRows(RuleBuilder &b, const std::string &core, Value *x, int64_t axis);

} // namespace fixcon
