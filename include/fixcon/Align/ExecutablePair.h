// The two models of a module as a runtime would run them.
#pragma once

#include "fixcon/Pass/Pass.h"

namespace fixcon {

/// `@source` and `@target` and their executable forms, which are made if the module does not have
/// them. Open dims of arguments take the sizes that the samples have.
struct ExecutablePair {
  Graph *source = nullptr, *target = nullptr;
  Graph *sourceExecutable = nullptr, *targetExecutable = nullptr;

  static FailureOr<ExecutablePair> compute(Module &module, PassContext &context);
};

/// The executable form of `model`, which is @source or @target of the module; made if it is not there.
FailureOr<Graph *> executableFormOf(Module &module, const Graph &model, PassContext &context);

} // namespace fixcon
