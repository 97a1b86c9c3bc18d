// The two models of a module with their normal forms: what every analysis of a pair starts from.
#pragma once

#include "fixcon/Pass/Pass.h"

namespace fixcon {

/// `@source` and `@target` and their normal forms `@source.n` and `@target.n`, which are made if
/// the module does not have them. Open dims of arguments take the sizes that the samples have. Quantised models
/// compute with real numbers there, and round nowhere (Grids.h).
struct NormalPair {
  Graph *source = nullptr, *target = nullptr;
  Graph *sourceNormal = nullptr, *targetNormal = nullptr;

  static FailureOr<NormalPair> compute(Module &module, PassContext &context);
};

/// The source's; made if the module does not have it.
FailureOr<Graph *> sourceNormalForm(Module &module, PassContext &context);

/// Forgets what was computed from the target after its faithful graph was changed.
void invalidateTarget(Module &module, PassContext &context);

/// Forgets what was computed from both models, and the forms that were made for the sizes of their samples.
void invalidatePair(Module &module, PassContext &context);

/// The value of that name in a file's graph, else in one of the graphs nested in it; null where several of
/// these have it.
Value *valueInFile(const Graph &faithful, std::string_view name);

/// The faithful ops that a core op came from: those whose results its origins name.
std::vector<Op *> faithfulOps(const Op &core, const Graph &faithful);
/// The one among them that has the core op's meaning, else the last; null without origins.
Op *mainFaithfulOp(const Op &core, const Graph &faithful);
/// Whether no op of the normal form came from an op of the file: it hands on what it reads.
bool isIdle(const Op &faithful, const Graph &core);
/// What the file calls it; the core op's own label if it came from no op.
std::string labelInFile(const Op &core, const Graph &faithful);

} // namespace fixcon
