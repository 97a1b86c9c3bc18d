// The index of the largest or smallest element along one axis.
#pragma once

#include "fixcon/Ops/OpDef.h"

namespace fixcon {

enum class Extremum { Largest, Smallest };

/// ArgMax or ArgMin, complete but for its foreign names.
OpDef argExtremumOp(const std::string &name, const std::string &summary, Extremum which);

} // namespace fixcon
