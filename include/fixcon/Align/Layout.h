// Layout maps between a value of the source and a value of the target: the same elements under
// another shape and another order of axes. Maps are solved on numbers, never read off shapes.
#pragma once

#include "fixcon/Tensor/Permutation.h"

#include <optional>
#include <string>

namespace fixcon {

/// target = reshape(transpose(reshape(source, view), perm), target's shape).
struct Layout {
  Shape view;
  Permutation perm;

  bool keepsOrder() const;
  bool operator==(const Layout &) const = default;
  /// "identity" or "[1x3x32x32] permuted [0,2,3,1]".
  std::string str() const;
};

/// The map that keeps the order of elements.
Layout identityLayout(const Shape &source);

/// Offset in the source of each element of the target.
std::vector<int64_t> sourceOffsets(const Layout &layout);
/// The same for tensors of any size where the layout keeps the order: where shapes depend on data,
/// samples differ in theirs.
class Offsets {
public:
  explicit Offsets(const Layout &layout);
  /// Whether the layout takes the elements of one to those of the other.
  bool covers(const Tensor &source, const Tensor &target) const;
  int64_t operator()(int64_t i) const { return keepsOrder ? i : table[static_cast<size_t>(i)]; }

private:
  bool keepsOrder;
  std::vector<int64_t> table;
};
/// Whether the layout takes that many elements to that many: one that keeps the order takes any.
bool isApplicable(const Layout &layout, const Tensor &source, const Shape &targetShape);
/// `source` carried through the layout, which carries it, into `targetShape`; any real dtype, kept.
Tensor applyLayout(const Tensor &source, const Layout &layout, const Shape &targetShape);
/// The map back.
Layout inverse(const Layout &layout);

/// Every distinct map from `source` to `target` that is a permutation of the axes of either shape,
/// the identity first; empty if the element counts differ. Axes of size 1 are ignored, so maps that
/// move no element differently are listed once.
std::vector<Layout> candidateLayouts(const Shape &source, const Shape &target);

/// The map that the shapes alone suggest, for values that are not known yet: the order of elements where the
/// shapes are equal but for ones; else the first permutation of axes that gives the target's; else any.
/// Nothing if the element counts differ.
std::optional<Layout> suggestedLayout(const Shape &source, const Shape &target);

struct LayoutMatch {
  Layout layout;
  double error = 0; ///< max |s - t| / max |s|, the worst sample
};

/// The candidate with the least error, if it is at most `tolerance`. Samples run in parallel spans.
std::optional<LayoutMatch> solveLayout(std::span<const Tensor> source,
                                       std::span<const Tensor> target, double tolerance);

/// max |s - t| / max |s| under a layout, the worst sample; infinite where one side is not finite
/// and the other differs, and where a sample has another number of elements than the layout maps.
double layoutError(std::span<const Tensor> source, std::span<const Tensor> target,
                   const Layout &layout);
/// max |s - t| in the same way.
double absoluteError(std::span<const Tensor> source, std::span<const Tensor> target,
                     const Layout &layout);

} // namespace fixcon
