// Where regions end: target values that are to be source values, and may not be.
#pragma once

#include "fixcon/Align/Alignment.h"

namespace fixcon {

struct Cut {
  const Value *target = nullptr, *source = nullptr;
  Layout layout;
  /// The target's value is right for others, but its readers behind this cut expect `source`: nothing
  /// of the target stands in the region.
  bool isEdge = false;
};

/// All cuts, in the order of the target.
std::vector<Cut> findCuts(const NormalPair &pair, const SourceValues &values,
                          const Alignment &alignment);

} // namespace fixcon
