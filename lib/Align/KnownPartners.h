// Partners that a walk is told before it begins.
#pragma once

#include "fixcon/IR/Op.h"

#include <unordered_map>

namespace fixcon {

/// By op of the target.
using KnownPartners = std::unordered_map<const Op *, const Op *>;

} // namespace fixcon
