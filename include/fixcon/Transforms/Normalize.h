// The normal form: core ops in which two spellings of one meaning are equal.
#pragma once

#include "fixcon/IR/Module.h"
#include "fixcon/Pass/Pass.h"

#include <map>
#include <string_view>

namespace fixcon {

/// Lowers a faithful graph to core ops under `<name>.n` (replacing an older one) and nothing more:
/// each foreign op alone, results keep their names, each core op and weight has its origins. An op
/// that is not known is an error with node, op type, domain and opset.
FailureOr<Graph *> legalize(Module &module, const Graph &faithful);

/// How often each rewrite of Canonicalizations.def fired, by its Id.
using FiredRewrites = std::map<std::string_view, unsigned>;

/// legalize, then fold-shapes, fold-constants, canonicalize, cse and dce to a fixed point.
/// `argumentTypes` replaces the declared types of arguments by name (concrete shapes of the data).
FailureOr<Graph *> normalize(Module &module, const Graph &faithful,
                             const std::map<std::string, Type> &argumentTypes = {},
                             FiredRewrites *fired = nullptr);

/// inferTypes(), and what shape arithmetic gives as numbers becomes weights.
LogicalResult foldShapes(Graph &graph);

/// The pieces, on one core graph each; true if something changed.
bool foldConstants(Graph &graph, int64_t largestElements = int64_t(1) << 26);
bool canonicalize(Graph &graph, FiredRewrites *fired = nullptr);
bool eliminateCommonSubexpressions(Graph &graph);
bool eliminateDeadCode(Graph &graph);

} // namespace fixcon
