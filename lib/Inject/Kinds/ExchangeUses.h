// What reads one value reads another.
#pragma once

#include "fixcon/IR/Graph.h"

namespace fixcon {

/// Everything that reads one of the values reads the other.
void exchangeUses(Value &a, Value &b);

} // namespace fixcon
