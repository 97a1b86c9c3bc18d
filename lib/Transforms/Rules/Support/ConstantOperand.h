// Operands that a core op has as attributes: they have to be constants.
#pragma once

#include "fixcon/Transforms/RuleBuilder.h"

namespace fixcon {

/// The numbers of operand i; nothing, with a report that names it `what`, if it is no weight.
std::optional<std::vector<int64_t>> constantInts(RuleBuilder &b, unsigned i, const char *what);

/// Operand i as one axis of `rank`, not negative; nothing, with a report, if it is none.
std::optional<int64_t> constantAxis(RuleBuilder &b, unsigned i, int64_t rank);

/// The rank of operand i; nothing, with a report, if it is not known.
std::optional<int64_t> knownRank(RuleBuilder &b, unsigned i);

/// 0, 1, 2 ... `count` numbers.
std::vector<int64_t> firstAxes(int64_t count);

/// `x` as the dtype that result `i` is declared with, i64 to i32 most often.
Value *asDeclared(RuleBuilder &b, const Op &foreign, unsigned i, Value *x);

} // namespace fixcon
