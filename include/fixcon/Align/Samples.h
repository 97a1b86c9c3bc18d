// Values to compare two models on: the data set of the run, else `samples` records of the module,
// else seeded random numbers.
#pragma once

#include "fixcon/Pass/Pass.h"

namespace fixcon {

/// Never null. Records: `samples @<graph or any name> {<argument> = tensor, ...}`, the leading axis
/// counting samples; a record named after a graph is for that graph alone. Random samples give both
/// graphs the same numbers, the target's under its argument's shape.
std::shared_ptr<SampleSource> samplesOf(Module &module, PassContext &context);

/// Types of the arguments of @source and @target with open dims replaced by the sizes of the samples,
/// where these agree; empty for a graph without open dims. Reads samples, so it outlives edits of the
/// target; it must be invalidated where a graph is fed otherwise.
struct ArgumentTypes {
  std::map<std::string, Type> source, target;
  static FailureOr<ArgumentTypes> compute(Module &module, PassContext &context);
};

} // namespace fixcon
