// Without a run the initial value comes out, else the last run's output, so the result is the join
// of their two types: it may say more than the argument's, which only has to take in both.
#include "CarriedType.h"

#include "fixcon/IR/TypeLattice.h"

namespace fixcon {

/// Whether every value of type `a` is one of type `b`.
static bool isWithin(const Type &a, const Type &b) {
  if (a == b)
    return true;
  if (!a.isTensor() || !b.isTensor() || a.dtype() != b.dtype())
    return false;
  if (!b.isRanked())
    return true;
  bool within = a.isRanked() && a.rank() == b.rank();
  for (size_t i = 0; within && i < b.rank(); ++i)
    within = b.dim(i).isUnknown() || a.dim(i) == b.dim(i);
  return within;
}

Type carriedType(const Type &initial, const Type &argument, const Type &output) {
  if (isWithin(initial, argument) && isWithin(output, argument))
    return join(initial, output);
  return (output.isUnknown() ? initial : output).withoutShape();
}

} // namespace fixcon
