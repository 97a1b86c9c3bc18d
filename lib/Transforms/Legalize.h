// The steps of legalization that other files of this folder call.
#pragma once

#include "fixcon/Transforms/Normalize.h"

namespace fixcon {

/// A pass that derives a core graph from every model by `lower`.
std::unique_ptr<Pass> makeFaithfulGraphPass(FailureOr<Graph *> (*lower)(Module &, const Graph &));

/// Replaces every call of a model-local function of `model` by the function's body. The ops of the
/// body have the call as their origin, for the call is what the model's own graph shows.
LogicalResult inlineFunctions(Graph &graph, const std::string &model);

/// Makes the functions of its model that ops name as a whole nested graphs of these ops.
LogicalResult nestSubgraphs(Graph &graph);

/// What operators read from variables of the model becomes what was assigned to them.
void resolveVariables(Graph &graph);

/// legalize() as a graph of another kind, `<name><suffix>`, in place of an older one.
FailureOr<Graph *> lowerInto(const std::string &suffix, GraphKind kind, Module &module,
                             const Graph &faithful, const ArgumentTypeMap &argumentTypes,
                             const ArgumentValueMap &argumentValues = {},
                             Misfits misfits = Misfits::Refuse);

} // namespace fixcon
