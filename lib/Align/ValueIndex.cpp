// Values are looked up by number of elements, then by moments, and the few that remain are compared
// element by element under every order of axes. Single elements say nothing: every flag would match
// every other, so only float values of at least two elements are known here.
#include "ValueIndex.h"

#include "Tolerance.h"

namespace fixcon {

ValueIndex::ValueIndex(const Graph &source, const SourceValues &values) : values(values) {
  auto add = [&](const Value *value) {
    const Samples *samples = values.find(value);
    if (!samples || !isFloat(value->type().dtype()) || samples->front().size() < 2)
      return;
    bySize[samples->front().size()].push_back(value);
    momentsOf.emplace(value, ValueMoments::of(samples->front()));
  };
  for (const auto &argument : source.arguments())
    add(argument.get());
  for (const auto &op : source.ops())
    for (unsigned i = 0; i < op->numResults(); ++i)
      add(op->result(i));
}

bool ValueIndex::mayEqual(const Value &source, const ValueMoments &moments) const {
  auto known = momentsOf.find(&source);
  return known == momentsOf.end() || moments.distance(known->second) <= momentTolerance;
}

std::optional<ValueMatch> ValueIndex::find(const Samples &samples) const {
  auto bucket = samples.empty() ? bySize.end() : bySize.find(samples.front().size());
  if (bucket == bySize.end())
    return std::nullopt;
  ValueMoments moments = ValueMoments::of(samples.front());
  std::optional<ValueMatch> best;
  for (const Value *value : bucket->second) {
    if (!mayEqual(*value, moments))
      continue;
    auto match = solveLayout(*values.find(value), samples, matchTolerance);
    if (match && (!best || match->error < best->match.error))
      best = {value, *match};
  }
  return best;
}

} // namespace fixcon
