// What is measured for users is measured on these forms: no rewrite of the normal form has touched
// them, so a wrong one cannot hide on both sides of a comparison.
#include "fixcon/Align/ExecutablePair.h"

#include "fixcon/Align/Samples.h"
#include "fixcon/Transforms/Normalize.h"

namespace fixcon {

FailureOr<Graph *> executableFormOf(Module &module, const Graph &model, PassContext &context) {
  if (Graph *made = module.derived(model, GraphKind::Executable))
    return made;
  const auto *types = context.analyses.get<ArgumentTypes>(module, context);
  if (!types)
    return failure();
  return model.name() == "source"
             ? legalize(module, model, types->source, types->sourceValues)
             : legalize(module, model, types->target, types->targetValues, Misfits::Mark);
}

FailureOr<ExecutablePair> ExecutablePair::compute(Module &module, PassContext &context) {
  ExecutablePair pair;
  pair.source = module.graph("source");
  pair.target = module.graph("target");
  if (!pair.source || !pair.target)
    return module.diagnostics().error(module.location())
           << "a pair needs the graphs @source and @target; @"
           << (pair.source ? "target" : "source") << " is missing";
  auto source = executableFormOf(module, *pair.source, context);
  auto target = executableFormOf(module, *pair.target, context);
  if (failed(source) || failed(target))
    return failure();
  pair.sourceExecutable = *source;
  pair.targetExecutable = *target;
  return pair;
}

} // namespace fixcon
