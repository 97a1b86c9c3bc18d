// Data may hide a difference, larger random numbers do not: letters of an einsum, a momentum that nobody
// uses, a bias moved from one operand to another leave the results as they are, a bound of a clip does not.
// Numbers that are rounded show what only happens between equal ones, or at zero.
#include "RandomOperands.h"

#include "OperandTrial.h"
#include "fixcon/Align/RandomLike.h"

#include <algorithm>
#include <cmath>

namespace fixcon {
namespace {

/// Numbers to draw for each trial at least, so that few elements reach a bound as well.
constexpr int64_t leastDrawn = 256, mostRounds = 32;

struct Draw {
  double factor;
  bool rounded;
};

Tensor drawn(const Tensor &data, const Draw &draw, Random &random) {
  Tensor t = randomLike(data, draw.factor, random);
  if (draw.rounded && isFloat(data.dtype()))
    for (double &x : t.mutableData<double>())
      x = std::round(x);
  return t;
}

/// Values of what the source's op reads: random where they are real numbers.
std::optional<SourceValues> drawOperands(const Op &op, const SourceValues &values, const Draw &draw,
                                         Random &random) {
  SourceValues out;
  out.samples = 1;
  for (const Value *v : op.operands()) {
    if (!v || v->isWeight() || out.find(v))
      continue;
    const Samples *data = values.find(v);
    if (!data)
      return std::nullopt;
    out.values[v] = {drawn(data->front(), draw, random)};
  }
  return out;
}

int64_t roundsFor(const SourceValues &operands) {
  int64_t least = leastDrawn;
  for (const auto &[value, samples] : operands.values)
    least = std::min(least, std::max<int64_t>(1, samples.front().size()));
  return std::min(mostRounds, (leastDrawn + least - 1) / least);
}

bool agree(const OpPair &pair, const AlignedPair &aligned, const Draw &draw) {
  Random random(1);
  int64_t rounds = 1;
  for (int64_t round = 0; round < rounds; ++round) {
    auto operands = drawOperands(*pair.source, aligned.values, draw, random);
    if (!operands || !agreeOnOperands(pair, *operands, aligned))
      return false;
    rounds = roundsFor(*operands);
  }
  return true;
}

} // namespace

bool agreeOnRandomOperands(const OpPair &pair, const AlignedPair &aligned) {
  if (differInDtype(pair))
    return false;
  // An operand that should lie otherwise is no matter of spelling.
  auto isAtTarget = [&](const Relayout &r) { return r.target == pair.target; };
  if (!pair.sameLayout && std::ranges::any_of(aligned.alignment.relayouts, isAtTarget))
    return false;
  return std::ranges::all_of(randomFactors,
                             [&](double f) { return agree(pair, aligned, {f, false}); }) &&
         agree(pair, aligned, {randomFactors[0], true});
}

} // namespace fixcon
