// The steps of legalization that other files of this folder call.
#pragma once

#include "fixcon/Pass/Pass.h"

#include <map>

namespace fixcon {

/// A model-local function is the graph `<model>.fn.<domain>.<name>`.
bool isFunctionGraph(const Graph &graph);

/// Whether a graph is a model as its file has it: no normal form, no function.
bool isFaithful(const Graph &graph);

/// A pass that makes the core form of every faithful graph by `lower`.
std::unique_ptr<Pass> makeFaithfulGraphPass(FailureOr<Graph *> (*lower)(Module &, const Graph &));

/// Replaces every call of a model-local function of `model` by the function's body. The ops of the
/// body have the call as their origin, for the call is what the model's own graph shows.
LogicalResult inlineFunctions(Graph &graph, const std::string &model);

/// legalize() with other types for some arguments; types that the file declares inside the graph
/// are then no longer trusted.
FailureOr<Graph *> legalizeFor(Module &module, const Graph &faithful,
                               const std::map<std::string, Type> &argumentTypes);

} // namespace fixcon
