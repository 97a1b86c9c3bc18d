// Values to compare two models on: the data set of the run, else `samples` records of the module,
// else seeded random numbers.
#pragma once

#include "fixcon/Pass/Pass.h"
#include "fixcon/Transforms/Normalize.h"

namespace fixcon {

/// Never null. Records: `samples @<graph or any name> {<argument> = tensor, ...}`, the leading axis
/// counting samples; a record named after a graph is for that graph alone. Random samples give both
/// graphs the same numbers, the target's under its argument's shape.
std::shared_ptr<SampleSource> samplesOf(Module &module, PassContext &context);

/// The inputs of several samples as those of one run: of the arguments for which `isStacked`, one behind the
/// other along the first axis; of the others, the first sample's. nullopt if two do not fit. There is one
/// sample at least.
std::optional<std::map<std::string, Tensor>>
stackSamples(std::span<const std::map<std::string, Tensor>> samples, const Graph &graph,
             const std::function<bool(const Value &argument)> &isStacked);

/// What arguments hold that are one whole number or truth value, where all samples agree on it: rates, modes,
/// flags. Empty for a graph without nested graphs, which are all that they decide between.
ArgumentValueMap sharedNumbers(const Graph &faithful, SampleSource &samples);

/// Types of the arguments of @source and @target with open dims replaced by the sizes of the samples,
/// where these agree; empty for a graph without open dims. Reads samples, so it outlives edits of the
/// target; it must be invalidated where a graph is fed otherwise.
struct ArgumentTypes {
  ArgumentTypeMap source, target;
  ArgumentValueMap sourceValues, targetValues; ///< see sharedNumbers()
  static FailureOr<ArgumentTypes> compute(Module &module, PassContext &context);
};

} // namespace fixcon
