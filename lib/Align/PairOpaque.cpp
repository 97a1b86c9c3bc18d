// pair-opaque: says which operators are not known, and which of the target's are which of the source's:
//
//   opaque @target::%g against @source::%h
//
// What samples give for %h then is fed as %g. Behind it more can be aligned, and with it other opaque ops; so
// that goes on until no more are found.
#include "fixcon/Align/ExecutablePair.h"
#include "fixcon/Align/OpaquePairs.h"

#include "fixcon/Align/Alignment.h"
#include "fixcon/Align/Samples.h"
#include "fixcon/Ops/Opaque.h"

#include <map>

namespace fixcon {
namespace {

/// Tells of each operator once.
void remarkOnUnknown(const Graph &faithful, const Graph &executable) {
  std::map<std::string, std::vector<const Op *>> byName;
  for (const Op *op : opaqueOps(executable))
    if (isUnknownInFile(*op, faithful))
      byName[foreignName(*op)].push_back(op);
  for (const auto &[name, ops] : byName)
    (void)(faithful.module().diagnostics().remark(ops.front()->location())
           << "'" << name << "' is not known in opset " << faithful.opset(ops.front()->domain())
           << (ops.size() > 1 ? " (" + std::to_string(ops.size()) + " nodes)" : "")
           << ": what lies behind it cannot be computed unless its value is given");
}

bool givesAny(const OpPair &pair, const SourceValues &values) {
  for (unsigned i = 0; i < pair.source->numResults(); ++i)
    if (values.find(pair.source->result(i)))
      return true;
  return false;
}

struct PairOpaque : Pass {
  LogicalResult run(Module &module, PassContext &context) override {
    const auto *files = context.analyses.get<ExecutablePair>(module, context);
    if (!files)
      return failure();
    if (opaqueOps(*files->sourceExecutable).empty() && opaqueOps(*files->targetExecutable).empty())
      return success();
    remarkOnUnknown(*files->source, *files->sourceExecutable);
    remarkOnUnknown(*files->target, *files->targetExecutable);
    for (;;) {
      std::vector<OpaquePair> before = opaquePairsOf(module), pairs;
      auto aligned = AlignedPair::of(module, context);
      if (!aligned)
        return failure();
      bool anyGiven = false;
      for (const OpPair &pair : aligned->alignment.ops())
        if (isOpaque(*pair.target) && isUnknownInFile(*pair.target, *aligned->pair.target)) {
          pairs.push_back({pair.target->result()->name(), pair.source->result()->name()});
          anyGiven |= givesAny(pair, aligned->values);
        }
      setOpaquePairs(module, pairs);
      if (!anyGiven || pairs == before)
        return success();
      context.analyses.invalidate<ArgumentTypes>();
      invalidateTarget(module, context);
    }
  }
};

} // namespace

std::unique_ptr<Pass> createPairOpaque() { return std::make_unique<PairOpaque>(); }

} // namespace fixcon
