// The comparators that look at the largest of a row.
#pragma once

#include "fixcon/Validate/Comparator.h"

namespace fixcon {

Decision decideLabel(const Tensor &source, const Tensor &target);

} // namespace fixcon
