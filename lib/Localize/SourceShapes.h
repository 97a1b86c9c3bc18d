// What the source makes of each choice of sizes, for the values and ops of the target.
#pragma once

#include "SizeSpellings.h"

#include <memory>

namespace fixcon {

/// Asked by lane: the place of a choice among those that the source can take.
class SourceShapes {
public:
  SourceShapes(const Graph &source, const std::vector<SizeChoice> &choices,
               const ShapePartners &partners, const std::deque<SizeLane> &lanes);

  /// Whether the source has shapes for the sizes of the data.
  bool isUsable() const { return models.front()->graph(); }
  /// The choices that the source can take, that of the data first.
  const std::vector<const SizeChoice *> &choices() const { return usable; }

  /// The shape that a value of the target should have, if it is the one that it has at the data's sizes.
  std::optional<Shape> of(size_t lane, const std::string &value) const;
  /// That of one result of each lane's op.
  LaneShapes inAllLanes(const std::string &value) const;
  /// The shape that the source's op has for an operand, under the same condition.
  std::optional<Shape> ofOperand(size_t lane, const Op &op, unsigned operand) const;
  /// Whether an operand has another one.
  bool isOther(size_t lane, const Op &op, unsigned operand) const;

  /// The source's op of the same kind that makes what the target's makes; null if there is none.
  const Op *partnerOf(size_t lane, const Op &op) const;
  /// The op of another kind that makes that in the source from what the target's op reads first, and constants.
  std::optional<SourceOp> makerFrom(const Op &op) const;
  /// The constants that the source has for an operand: at the partner, or else wherever an op makes a value of
  /// that shape from one of that shape.
  std::vector<Tensor> listsFor(const Op &op, unsigned operand) const;

private:
  std::optional<Shape> at(size_t lane, const std::string &value) const;
  bool looksAlike(const Op &source, const Op &target, unsigned operand) const;

  const ShapePartners &partners;
  const std::deque<SizeLane> &lanes;
  std::vector<const SizeChoice *> usable;
  std::vector<std::unique_ptr<SizedModel>> models;
};

} // namespace fixcon
