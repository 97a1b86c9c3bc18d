// A normal form folds a normalisation into the layer before it. Where one side's is missing, or computes otherwise and
// so is not folded, the layer's weights differ though nobody touched them:
//
//   Conv, BatchNormalization    and    Conv
//
// If the layers themselves hold the same, what is apart made the difference.
#include "PartsApart.h"

#include "HeldConstants.h"
#include "fixcon/Localize/FileDifferences.h"
#include "fixcon/Ops/OpDef.h"

#include <algorithm>

namespace fixcon {
namespace {

bool isAddend(const Op *op) { return opDef(*op) && opDef(*op)->traits().sum != 0; }

class Parts {
public:
  Parts(const ExecutablePair &pair, const Op &target, const Op &source)
      : pair(pair), target(opsBehind(target, *pair.targetExecutable, *pair.target)),
        source(opsBehind(source, *pair.sourceExecutable, *pair.source)) {}

  std::optional<PartsApart> apart() {
    size_t common = 0;
    while (common < std::min(target.size(), source.size()) &&
           areEqual(*target[common], *source[common]))
      ++common;
    PartsApart rest{{target.begin() + static_cast<int64_t>(common), target.end()},
                    {source.begin() + static_cast<int64_t>(common), source.end()}};
    bool isAlike = std::ranges::equal(rest.target, rest.source, {}, &Op::name, &Op::name);
    bool isBias =
        std::ranges::all_of(rest.target, isAddend) && std::ranges::all_of(rest.source, isAddend);
    if (common == 0 || isAlike || isBias)
      return std::nullopt;
    if (rest.target.empty())
      rest.isUnfolded =
          std::ranges::any_of(usersOf(*target[common - 1]->result()),
                              [&](const Op *op) { return areEqual(*op, *rest.source.front()); });
    if (rest.source.empty())
      rest.isUnfolded =
          std::ranges::any_of(usersOf(*source[common - 1]->result()),
                              [&](const Op *op) { return areEqual(*rest.target.front(), *op); });
    return rest;
  }

private:
  bool areEqual(const Op &t, const Op &s) const {
    if (t.name() != s.name() || t.numOperands() != s.numOperands() ||
        !hyperparameterDifferences(s, t).empty())
      return false;
    for (unsigned i = 0; i < t.numOperands(); ++i)
      if (!t.operand(i) != !s.operand(i) || !holdTheSame(heldConstant(t.operand(i), *pair.target),
                                                         heldConstant(s.operand(i), *pair.source)))
        return false;
    return true;
  }

  const ExecutablePair &pair;
  std::vector<const Op *> target, source;
};

} // namespace

std::optional<PartsApart> partsApart(const ExecutablePair &pair, const Op &target,
                                     const Op &source) {
  return Parts(pair, target, source).apart();
}

} // namespace fixcon
