// One small change of a random graph, in its meaning or only in its spelling.
#pragma once

#include "fixcon/IR/Module.h"
#include "fixcon/Support/Random.h"

namespace fixcon {

/// Changes a number, an attribute, an op or an output of the graph; says what. Empty if there is nothing of the
/// kind that was drawn.
std::string changeMeaning(Graph &graph, Random &random);

/// Changes the spelling alone; says how.
std::string changeSpelling(Graph &graph, Random &random);

} // namespace fixcon
