// Values to compare two models on: the data set of the run, else `samples` records of the module,
// else seeded random numbers.
#pragma once

#include "fixcon/Pass/Pass.h"

namespace fixcon {

/// Never null. Records: `samples @<graph or any name> {<argument> = tensor, ...}`, the leading axis
/// counting samples; a record named after a graph is for that graph alone. Random samples give both
/// graphs the same numbers, the target's under its argument's shape.
std::shared_ptr<SampleSource> samplesOf(Module &module, PassContext &context);

/// Types of the faithful graph's arguments with open dims replaced by the sizes of the samples, where these
/// agree.
FailureOr<std::map<std::string, Type>> concreteArguments(const Graph &faithful, Module &module,
                                                         PassContext &context);

} // namespace fixcon
