// Ops that keep channels last, around core ops, which have them second.
#pragma once

#include "fixcon/Transforms/RuleBuilder.h"

#include <functional>

namespace fixcon {

/// `body` applied to `x`; if `last`, its channels are moved to axis 1 before and back
/// behind. Null, with a report, if that needs a rank that is not known.
Value *withChannelsFirst(RuleBuilder &b, Value *x, bool last,
                         const std::function<Value *(Value *)> &body);

} // namespace fixcon
