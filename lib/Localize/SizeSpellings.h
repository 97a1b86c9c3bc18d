// How an op can be told its sizes so that it makes the right shapes at every choice of them.
#pragma once

#include "SizeLanes.h"

#include <deque>

namespace fixcon {

/// One op of the target, in each lane.
using LaneOps = std::vector<Op *>;
/// The shapes of a value by lane; nothing where it is not known.
using LaneShapes = std::vector<std::optional<Shape>>;

class SizeSpellings {
public:
  /// `faithful` has the values by which sizes may be computed.
  SizeSpellings(std::deque<SizeLane> &lanes, const Graph &faithful)
      : lanes(lanes), faithful(faithful) {}

  /// A list of sizes for the operand by which the op's first result is `wanted` in each lane, and what it
  /// was in the first: one of `constants`; the one at hand with a 0 or -1 for some of its elements; or one
  /// that is computed. Where nothing is known to be wanted, the op has to take its operands.
  std::optional<SizeSpelling> list(const LaneOps &ops, unsigned operand, const LaneShapes &wanted,
                                   const std::vector<Tensor> &constants);
  /// The operand, which has a 1 wherever it is too small, repeated to the sizes `needed`.
  std::optional<SizeSpelling> repetition(const LaneOps &ops, unsigned operand,
                                         const LaneShapes &needed) const;
  /// Whether the op then makes what is wanted in each lane, and what it made in the first.
  bool areRight(const LaneOps &ops, const std::vector<SizeSpelling> &spellings,
                const LaneShapes &wanted);
  /// What operands are changed to in a lane.
  OperandChanges changesIn(size_t lane, const Op &op,
                           const std::vector<SizeSpelling> &spellings) const;

private:
  using Rows = std::vector<std::vector<int64_t>>;

  OperandChange changeIn(size_t lane, const Op &op, const SizeSpelling &spelling) const;
  std::vector<std::vector<int64_t>> variants(const std::vector<int64_t> &now, const Shape &result,
                                             const LaneShapes &wanted) const;
  std::optional<SizeSpelling> computed(const LaneOps &ops, unsigned operand,
                                       const LaneShapes &wanted);
  std::optional<std::vector<SizeTerm>> termsFor(const Op &op, const Rows &rows) const;
  std::optional<SizeTerm> termFor(const Op &op, const Rows &rows, size_t element) const;
  std::optional<SizeTerm> partOf(const std::string &value, const Rows &rows, size_t element) const;
  std::optional<Shape> shapeIn(size_t lane, const std::string &value) const;

  std::deque<SizeLane> &lanes;
  const Graph &faithful;
};

/// The dims as numbers, if all are.
std::optional<Shape> shapeOf(const Type &type);

} // namespace fixcon
