// Where the two models part, whether a rule has a name for it or not.
#pragma once

#include "fixcon/Align/Alignment.h"

namespace fixcon {

/// Two partners, or the ops of a region, whose results differ beyond noise when the target's run on the source's
/// values. One side may be empty.
struct DifferingPlace {
  std::vector<const Op *> target, source; ///< in the order of their graphs
  std::vector<Region::Output> outputs;    ///< where it ends: what the target's readers should get
  double error = 0,
         floor = 0;         ///< largest difference, and what noise explains; in units of the result
  double relativeError = 0; ///< over the largest element of the source's
  int64_t position = 0;     ///< of the first op of the target in its graph
  bool isRest = false;      ///< of a place of which ops have been told apart

  /// Not beyond what eight bits, or half precision, move.
  bool mayBeRounded() const { return relativeError < 0.1; }
};

/// Whether the op brings elements to other places, and does nothing else; whether all ops of a place do.
bool isMovement(const Op *op);
bool isMovement(const DifferingPlace &place);

/// Whether `place` is movement of the target alone, and moves what `other`, which moves elements otherwise than the source,
/// ends with: a crop behind a pad that is wider. The one makes no sense without the other.
bool isMovedFurther(const DifferingPlace &place, const DifferingPlace &other);

/// A place with those of `all` that move further what it ends with, as one; as it is if there are none.
DifferingPlace joined(const DifferingPlace &place, const std::vector<DifferingPlace> &all,
                      const NormalPair &pair);

/// In the order of the target's graph. What lies behind a fault computes right on right values, so it is none.
std::vector<DifferingPlace> differingPlaces(const AlignedPair &aligned);

} // namespace fixcon
