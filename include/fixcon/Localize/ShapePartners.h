// Which value of the source has the shape that a value of the target should have.
#pragma once

#include "fixcon/Align/Alignment.h"
#include "fixcon/Align/ExecutablePair.h"

#include <string>
#include <unordered_map>

namespace fixcon {

struct ShapePartner {
  std::string source; ///< value of the source's executable form
  Permutation perm;   ///< axis i of the target's value is axis perm[i] of the source's
};

/// Read off an alignment once, by names, so that it outlives an edit of the target; and where normal forms
/// have no such values, off ops of the executable forms that do the same with partners, whatever their sizes.
class ShapePartners {
public:
  static ShapePartners of(const AlignedPair &aligned, const ExecutablePair &files);

  /// Null if the target's value is none of the source's, or its shape follows otherwise.
  const ShapePartner *find(const std::string &target) const {
    auto found = byTarget.find(target);
    return found == byTarget.end() ? nullptr : &found->second;
  }

private:
  void addAligned(const AlignedPair &aligned);
  void addAlike(const Graph &source, const Graph &target);
  bool areAlike(const Op &source, const Op &target) const;

  std::unordered_map<std::string, ShapePartner> byTarget;
};

/// The axes of `source` in the order of those of `target`, where a layout does no more than permute them.
std::optional<Permutation> permutationOf(const Layout &layout, const Shape &source,
                                         const Shape &target);
/// The dims of a source value in the order in which the target has them; nothing if it has another rank.
std::optional<Dims> dimsOfTarget(const Type &source, const Permutation &perm);

} // namespace fixcon
