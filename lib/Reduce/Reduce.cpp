// Delta debugging: edits are tried on copies, coarse ones first (outputs, runs of ops), then fine
// ones (single operands, attributes, weights). An edit after which the predicate holds is kept, and
// what nobody needs any more goes with it. Rounds end when one changes nothing.
#include "fixcon/Reduce/Reduce.h"

#include "ReduceEdits.h"
#include "fixcon/IR/Text.h"

#include <algorithm>

namespace fixcon {
namespace {

using Edit = std::function<bool(Graph &)>;

class Reducer {
public:
  Reducer(const Module &module, const std::string &name, const Predicate &holds,
          const ReduceOptions &options)
      : best(module.clone()), name(name), holds(holds), triesLeft(options.maxTries) {}

  std::unique_ptr<Module> run();

private:
  Graph &graph() const { return *best->graph(name); }
  bool accepts(const Module &module);
  /// Keeps the copy on which `edit` was done if that shows the fault still.
  bool attempt(const Edit &edit);
  /// Numbers from the end, as long as `make(i)` is an edit of what is left.
  bool each(size_t count, const std::function<Edit(size_t)> &make);
  bool reduceOutputs();
  bool moveOutput(size_t i);
  bool reduceRuns();
  bool reduceOps();
  bool reduceWeights();

  std::unique_ptr<Module> best;
  std::string name;
  const Predicate &holds;
  unsigned triesLeft;
};

bool Reducer::accepts(const Module &module) {
  if (!triesLeft)
    return false;
  --triesLeft;
  DiagnosticSuppressor suppressor(module.diagnostics());
  return succeeded(verifyStructure(module)) && holds(module);
}

bool Reducer::attempt(const Edit &edit) {
  auto copy = best->clone();
  if (!triesLeft || !edit(*copy->graph(name)))
    return false;
  dropUnused(*copy->graph(name));
  if (!accepts(*copy))
    return false;
  best = std::move(copy);
  return true;
}

bool Reducer::each(size_t count, const std::function<Edit(size_t)> &make) {
  bool changed = false;
  for (size_t i = count; i-- > 0;)
    changed |= attempt(make(i));
  return changed;
}

bool Reducer::reduceOutputs() {
  auto drop = [](size_t i) { return [i](Graph &g) { return dropOutput(g, i); }; };
  bool changed = graph().numOutputs() > 1 && each(graph().numOutputs(), drop);
  // An output moves to what its op uses: the end of the graph is cut off.
  for (size_t i = 0; i < graph().numOutputs(); ++i)
    while (moveOutput(i))
      changed = true;
  return changed;
}

bool Reducer::moveOutput(size_t i) {
  for (size_t input = 0; input < inputsOfOutput(graph(), i); ++input)
    if (attempt([&](Graph &g) { return shortenOutput(g, i, input); }))
      return true;
  return false;
}

/// Runs of ops become arguments, long runs first.
bool Reducer::reduceRuns() {
  bool changed = false;
  for (size_t size = opCount(graph()); size > 0; size /= 2)
    for (size_t end = opCount(graph()); end > 0; end -= std::min(size, end))
      changed |= attempt([&](Graph &g) { return cutRun(g, end - std::min(size, end), size); });
  return changed;
}

bool Reducer::reduceOps() {
  bool changed =
      each(opCount(graph()), [](size_t i) { return [i](Graph &g) { return bypass(g, i); }; });
  for (unsigned region = 0; region < 2; ++region)
    changed |= each(opCount(graph()), [region](size_t i) {
      return [i, region](Graph &g) { return inlineRegion(g, i, region); };
    });
  for (size_t i = opCount(graph()); i-- > 0;)
    for (unsigned part = 0; part < 16; ++part) {
      changed |= attempt([&](Graph &g) { return dropAttribute(g, i, part); });
      changed |= attempt([&](Graph &g) { return dropOperand(g, i, part); });
    }
  return changed;
}

bool Reducer::reduceWeights() {
  auto simpler = [](double value) {
    return [value](size_t i) { return [i, value](Graph &g) { return fillWeight(g, i, value); }; };
  };
  bool changed = each(weightCount(graph()), simpler(0));
  return each(weightCount(graph()), simpler(1)) || changed;
}

std::unique_ptr<Module> Reducer::run() {
  if (!best->graph(name) || !accepts(*best))
    return std::move(best);
  attempt([](Graph &) { return true; }); // what is unused already
  for (bool changed = true; changed;) {
    changed = reduceOutputs();
    changed |= reduceRuns();
    changed |= reduceOps();
    changed |= reduceWeights();
  }
  attempt([this](Graph &g) { return dropArguments(g.module(), name); });
  return std::move(best);
}

} // namespace

std::unique_ptr<Module> reduceModule(const Module &module, const std::string &name,
                                     const Predicate &holds, const ReduceOptions &options) {
  return Reducer(module, name, holds, options).run();
}

} // namespace fixcon
