// Whether an op does the work of one of the source's once it reads what that one reads.
#pragma once

#include "fixcon/Align/Alignment.h"

namespace fixcon {

/// An op of the target, without nested graphs and of one real result, run on what a source op reads.
class LentRun {
public:
  LentRun(const Alignment &alignment, const SourceValues &values, Executor &target)
      : alignment(alignment), values(values), target(target) {}

  struct Outcome {
    std::vector<unsigned> wrong;      ///< operands that are not the partner's
    std::vector<Region::Output> ends; ///< what stands there, and what the partner reads
    Samples results;
    bool keepsLayout() const;
  };
  /// Nothing if the two do not read alike, if no operand or more than `mostWrong` are wrong, or if the op cannot run.
  std::optional<Outcome> run(const Op &op, const Op &partner, size_t mostWrong) const;

private:
  std::optional<std::vector<unsigned>> wrongOperands(const Op &op, const Op &partner) const;
  bool isRight(const Op &op, unsigned operand, const Value &wanted) const;
  std::optional<Samples> fed(const Value &value, const Value &wanted, Layout &layout) const;
  std::optional<Samples> runOn(const Op &op, const std::vector<unsigned> &operands,
                               const std::vector<Samples> &numbers) const;

  const Alignment &alignment;
  const SourceValues &values;
  Executor &target;
};

/// Neither has a partner yet, and both are of the kind that can be lent to.
bool mayBePartners(const Op &op, const Op &partner, const Alignment &alignment);

/// Of `ops` those that the values are made of.
void dropUnneeded(std::vector<const Op *> &ops, std::vector<const Value *> needed);

} // namespace fixcon
