// Two inputs of a type that a converter exchanged look like wrong ops wherever they are read. One op that reads both may
// as well have its operands exchanged, which is the smaller fault; so an exchange must explain more than one.
// It is tried only where each of the two is read by an op that differs: elsewhere the inputs are right.
#include "ExchangedInputs.h"

#include "Walk.h"

#include <algorithm>

namespace fixcon {
namespace {

/// Also an op that does the source's work on another value than it reads.
bool differs(const Op &op, const Alignment &alignment) {
  if (!op.hasResult(0) || !op.result()->type().isTensor())
    return false;
  for (unsigned i = 0; i < op.numOperands(); ++i)
    if (alignment.substituteFor(op, i))
      return true;
  const AlignedValue *aligned = alignment.find(op.result());
  return !aligned || aligned->replaced;
}

bool isReadWrongly(const Value &argument, const Alignment &alignment) {
  return std::ranges::any_of(argument.uses(), [&](const Use &use) {
    return use.op && &use.op->parent() == &argument.graph() && differs(*use.op, alignment);
  });
}

int64_t countDifferent(const NormalPair &pair, const Alignment &alignment) {
  return std::ranges::count_if(pair.targetNormal->ops(),
                               [&](const auto &op) { return differs(*op, alignment); });
}

class InputSearch {
public:
  InputSearch(const NormalPair &pair, const SourceValues &values, Executor &target,
              const KnownPartners &known)
      : pair(pair), values(values), target(target), known(known) {}

  FailureOr<Alignment> run(const InputPartners &fed) {
    inputs = fed;
    best = walk(inputs);
    if (failed(best))
      return failure();
    fewest = countDifferent(pair, *best);
    while (improve())
      ;
    best->fedInputs = fed;
    return std::move(best);
  }

private:
  FailureOr<Alignment> walk(const InputPartners &partners) const {
    return Walk(pair, values, target, partners, known).run();
  }

  /// Whether an exchange of two inputs helps, the first of them.
  bool improve() {
    const auto &arguments = pair.targetNormal->arguments();
    std::vector<size_t> wrong;
    for (const auto &argument : arguments)
      if (inputs[argument->index()] && isReadWrongly(*argument, *best))
        wrong.push_back(argument->index());
    for (size_t i = 0; i < wrong.size(); ++i)
      for (size_t j = i + 1; j < wrong.size(); ++j)
        if (arguments[wrong[i]]->type() == arguments[wrong[j]]->type() && helps(wrong[i], wrong[j]))
          return true;
    return false;
  }

  bool helps(size_t i, size_t j) {
    if (triesLeft-- <= 0)
      return false;
    InputPartners exchanged = inputs;
    std::swap(exchanged[i], exchanged[j]);
    auto alignment = walk(exchanged);
    int64_t different = succeeded(alignment) ? countDifferent(pair, *alignment) : fewest;
    // By more than one op that reads both.
    if (different + 1 >= fewest)
      return false;
    inputs = std::move(exchanged);
    best = std::move(alignment);
    fewest = different;
    return true;
  }

  const NormalPair &pair;
  const SourceValues &values;
  Executor &target;
  const KnownPartners &known;
  InputPartners inputs;
  FailureOr<Alignment> best = failure();
  int64_t fewest = 0;
  int triesLeft = 10; ///< each is a run of the target
};

} // namespace

FailureOr<Alignment> alignInputs(const NormalPair &pair, const SourceValues &values,
                                 Executor &target, const InputPartners &fed,
                                 const KnownPartners &known) {
  return InputSearch(pair, values, target, known).run(fed);
}

} // namespace fixcon
