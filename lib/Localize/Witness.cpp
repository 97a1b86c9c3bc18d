// Two ops that differ on some numbers are the same at their place if such numbers never come there. So the source's
// normal form is run on other inputs, up to what the ops read, and both ops on what arrives. This can miss
// the one input that would tell, and then stays silent: a finding that nothing shows is worth less than a
// right model that is left alone. Numbers that are not finite show nothing.
#include "Witness.h"

#include "OperandTrial.h"
#include "fixcon/Align/NumberDomain.h"
#include "fixcon/Align/Samples.h"
#include "fixcon/Exec/Executor.h"
#include "fixcon/Fault/Unshown.h"
#include "fixcon/Localize/EqualWeights.h"
#include "fixcon/Ops/Opaque.h"

#include <algorithm>
#include <cmath>

namespace fixcon {
namespace {

/// Random whole numbers within those of the data, since most of them are places in a table.
Tensor wholeNumbersLike(const Tensor &data, Random &random) {
  Tensor t = data.converted(DType::F64);
  auto numbers = t.mutableData<double>();
  if (numbers.empty())
    return data;
  auto [low, high] = std::ranges::minmax(numbers);
  // A mask of nothing is none that a model is for.
  if (high - low <= 1)
    return data;
  for (double &x : numbers)
    x = std::floor(low + (high - low + 1) * random.uniform());
  return t.converted(data.dtype());
}

/// Within what the samples tell of the input.
Tensor inputLike(const Samples &samples, double factor, Signs signs, Random &random) {
  const Tensor &data = samples.front();
  return isFloat(data.dtype()) ? drawnWithin(domainOf(samples), data, factor, signs, random)
                               : wholeNumbersLike(data, random);
}

class Search {
public:
  Search(std::vector<const OpPair *> pairs, const AlignedPair &aligned,
         std::unique_ptr<Executor> source)
      : pending(std::move(pairs)), aligned(aligned), source(std::move(source)) {}

  void tryData(Module &module, PassContext &context);
  void tryRandom(uint64_t seed);
  std::vector<const OpPair *> pending; ///< those without a witness so far
  bool hasRun = false;                 ///< on any input

private:
  void tryInputs(const Bindings &inputs);
  std::optional<SourceValues> operandsOn(const Bindings &inputs);

  const AlignedPair &aligned;
  std::unique_ptr<Executor> source;
};

std::optional<SourceValues> Search::operandsOn(const Bindings &inputs) {
  std::vector<const Value *> fetches;
  for (const OpPair *pair : pending)
    for (const Value *v : pair->source->operands())
      if (v && !v->isWeight() && std::ranges::find(fetches, v) == fetches.end())
        fetches.push_back(v);
  auto results = source->run(inputs, fetches);
  if (failed(results))
    return std::nullopt;
  SourceValues out;
  out.samples = 1;
  for (size_t i = 0; i < fetches.size(); ++i)
    out.values[fetches[i]] = {std::move((*results)[i])};
  return out;
}

void Search::tryInputs(const Bindings &inputs) {
  if (pending.empty())
    return;
  DiagnosticSuppressor suppressor(aligned.pair.sourceNormal->module().diagnostics());
  auto operands = operandsOn(inputs);
  if (!operands)
    return;
  hasRun = true;
  std::erase_if(pending, [&](const OpPair *pair) {
    bool finite = std::ranges::all_of(pair->source->operands(), [&](const Value *v) {
      const Samples *samples = v && !v->isWeight() ? operands->find(v) : nullptr;
      return !samples || isFinite(samples->front());
    });
    return finite && !agreeOnOperands(*pair, *operands, aligned);
  });
}

void Search::tryData(Module &module, PassContext &context) {
  constexpr int64_t samplesTried = 4;
  std::shared_ptr<SampleSource> samples = samplesOf(module, context);
  for (int64_t i = 0; i < std::min(samples->size(), samplesTried) && !pending.empty(); ++i)
    if (auto inputs = samples->load(*aligned.pair.source, i); succeeded(inputs))
      tryInputs(bindArguments(*aligned.pair.sourceNormal, *inputs));
}

void Search::tryRandom(uint64_t seed) {
  Random random(seed);
  for (double factor : {1, 4, 16, 64})
    for (Signs signs : {Signs::Both, Signs::Positive, Signs::Negative}) {
      Bindings inputs;
      for (const auto &argument : aligned.pair.sourceNormal->arguments())
        if (const Samples *data = aligned.values.find(argument.get()))
          inputs[argument.get()] = inputLike(*data, factor, signs, random);
      tryInputs(inputs);
    }
}

/// Whether what the ops read are real numbers, and what they make of them in f64 tells them apart.
bool isTold(const OpPair &pair, const SourceValues &values) {
  return !isOpaque(*pair.source) && !differInDtype(pair) &&
         std::ranges::all_of(pair.source->operands(), [&](const Value *v) {
           const Samples *samples = v && !v->isWeight() ? values.find(v) : nullptr;
           return !v || v->isWeight() || (samples && isFloat(samples->front().dtype()));
         });
}

} // namespace

std::unordered_set<const Op *> withoutWitness(std::vector<const OpPair *> pairs,
                                              const AlignedPair &aligned, Module &module,
                                              PassContext &context) {
  std::unordered_set<const Op *> out;
  std::erase_if(pairs, [&](const OpPair *pair) { return !isTold(*pair, aligned.values); });
  if (pairs.empty())
    return out;
  ExecOptions options;
  options.seed = context.environment.seed;
  auto source = context.environment.executor(*aligned.pair.sourceNormal, options);
  if (failed(source))
    return out;
  Search search(std::move(pairs), aligned, std::move(*source));
  search.tryData(module, context);
  search.tryRandom(options.seed);
  if (!search.hasRun)
    return out;
  for (const OpPair *pair : search.pending) {
    out.insert(pair->target);
    if (const Op *op = mainFaithfulOp(*pair->target, *aligned.pair.target))
      noteUnshown(module, op->label());
  }
  return out;
}

} // namespace fixcon
