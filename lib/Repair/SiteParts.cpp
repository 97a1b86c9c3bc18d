// Forms are made anew after each edit; so are the differences of the chains.
#include "SiteParts.h"

#include "Transaction.h"

namespace fixcon {

std::vector<FileDifference> partsAt(Module &module, PassContext &context,
                                    const FaultSites::Site &site) {
  DiagnosticSuppressor suppressor(module.diagnostics());
  const auto *files = context.analyses.get<ExecutablePair>(module, context);
  const NormalPair *pair = context.analyses.get<NormalPair>(module, context);
  const Op *target = pair ? opMaking(*pair->targetNormal, site.targetOp) : nullptr,
           *source = pair ? opMaking(*pair->sourceNormal, site.sourceOp) : nullptr;
  if (!files || !target || !source)
    return {};
  return fileDifferences(*files, *target, *source).value_or(std::vector<FileDifference>());
}

} // namespace fixcon
