// Edits that make a graph smaller. Ops and weights are numbered as they are walked, nested ones
// included; each edit is false if there is nothing to do at that number.
#pragma once

#include "fixcon/IR/Module.h"

namespace fixcon {

size_t opCount(const Graph &graph);
size_t weightCount(const Graph &graph);

/// Removes ops without used results and weights without uses.
void dropUnused(Graph &graph);

bool dropOutput(Graph &graph, size_t i);
/// How many values of the graph the op that makes output i uses, nested graphs included.
size_t inputsOfOutput(const Graph &graph, size_t i);
/// Output i becomes one of them.
bool shortenOutput(Graph &graph, size_t i, size_t input);
/// Uses of the results of ops `first` to before `first + count` become uses of new arguments.
bool cutRun(Graph &graph, size_t first, size_t count);
/// Uses of op i's result become uses of an operand of the same type.
bool bypass(Graph &graph, size_t i);
/// Op i becomes what one of its nested graphs gives, if that takes no arguments.
bool inlineRegion(Graph &graph, size_t i, unsigned region);
bool dropAttribute(Graph &graph, size_t i, size_t attribute);
/// Operand k of op i becomes absent, or goes if it is the last.
bool dropOperand(Graph &graph, size_t i, unsigned operand);
/// All elements of weight i become `value`.
bool fillWeight(Graph &graph, size_t i, double value);
/// Makes the graph anew without the arguments that nobody uses.
bool dropArguments(Module &module, const std::string &name);

} // namespace fixcon
