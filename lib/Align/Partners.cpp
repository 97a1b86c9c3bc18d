// Two sources of candidates. Behind aligned values the structure proposes: the partner reads the source
// values that the op reads. Where the structure has come to an end the weights propose: a network
// seldom has the same numbers twice. Neither is believed before an op has been run on the source's
// values; the exceptions are named where they are made.
#include "Partners.h"

#include "fixcon/Ops/OpDef.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace fixcon {

/// Operands without those at the end that are absent or biases, which an op may have or not.
static unsigned arity(const Op &op) {
  const OpDef *def = opDef(op);
  auto optional = [&](unsigned i) {
    const OperandDef *operand = def ? def->operandDef(i) : nullptr;
    return !op.operand(i) || (operand && operand->role == Role::Bias);
  };
  unsigned count = op.numOperands();
  while (count > 0 && optional(count - 1))
    --count;
  return count;
}

/// `ops` by rising rank, equal ones in the order given.
static std::vector<const Op *> sorted(std::vector<std::pair<double, const Op *>> ranked) {
  std::ranges::stable_sort(ranked, {}, &std::pair<double, const Op *>::first);
  std::vector<const Op *> out;
  for (const auto &[rank, op] : ranked)
    out.push_back(op);
  return out;
}

bool Partners::readsSameOperands(const Op &candidate, const Op &op) const {
  return std::ranges::all_of(op.operands(), [&](const Value *v) {
    const AlignedValue *aligned = alignment.find(v);
    return !aligned || std::ranges::count(candidate.operands(), aligned->source);
  });
}

double Partners::rank(const Op &target, const Op &candidate) {
  double distance = 0;
  for (unsigned i : learnedOperands(target))
    if (const Value *w = candidate.operand(i); w && w->isWeight())
      distance += fingerprints.weightDistance(*w, *target.operand(i));
    else
      distance += 1;
  return distance + (candidate.attrs() == target.attrs() ? 0 : 0.01);
}

std::vector<const Op *> Partners::readersOfSameOperands(const Op &op) {
  auto first = std::ranges::find_if(op.operands(),
                                    [&](const Value *v) { return alignment.find(v) != nullptr; });
  if (first == op.operands().end())
    return {};
  std::vector<std::pair<double, const Op *>> ranked;
  for (const Op *user : usersOf(*alignment.find(*first)->source))
    if (user->name() == op.name() && !alignment.isPaired(user) && arity(*user) == arity(op) &&
        readsSameOperands(*user, op))
      ranked.emplace_back(rank(op, *user), user);
  return sorted(std::move(ranked));
}

double Partners::weightDistance(const Op &target, const Op &source) {
  double distance = 0;
  for (unsigned i : learnedOperands(target)) {
    const Value *w = source.operand(i);
    if (!w && i >= arity(target))
      continue;
    if (!w || !w->isWeight() || w->tensor().size() != target.operand(i)->tensor().size())
      return std::numeric_limits<double>::infinity();
    distance += fingerprints.weightDistance(*w, *target.operand(i));
  }
  return distance;
}

std::vector<const Op *> Partners::opsWithSimilarWeights(const Op &op) {
  std::vector<std::pair<double, const Op *>> ranked;
  for (const auto &s : source.ops())
    if (s->name() == op.name() && !alignment.isPaired(s.get()))
      if (double distance = weightDistance(op, *s); std::isfinite(distance))
        ranked.emplace_back(distance, s.get());
  std::vector<const Op *> out = sorted(std::move(ranked));
  constexpr size_t maxCandidates = 4;
  out.resize(std::min(out.size(), maxCandidates));
  return out;
}

} // namespace fixcon
