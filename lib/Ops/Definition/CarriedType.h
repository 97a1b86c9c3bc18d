// Types of values that go from one run of a nested graph to the next.
#pragma once

#include "fixcon/Ops/OpDef.h"

namespace fixcon {

/// The type of a carried value behind the last run, from those of the initial value, of the body's
/// argument, and of the output that the body gives for such an argument. If the argument's type
/// takes in both others it holds in every run, by induction, and so does what follows from it; else
/// only the element type is sure, for a shape may change from one run to the next.
Type carriedType(const Type &initial, const Type &argument, const Type &output);

} // namespace fixcon
