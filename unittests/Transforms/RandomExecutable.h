// Random graphs of core ops that can be run: for tests that two graphs compute the same.
#pragma once

#include "fixcon/IR/Module.h"
#include "fixcon/Support/Random.h"

namespace fixcon {

/// A graph `name` with small images as arguments and about `ops` ops such as classifiers have,
/// spelt in every way that the normal form knows. Weights have dtype `dtype`.
Graph *randomExecutable(Module &module, const std::string &name, Random &random, unsigned ops,
                        DType dtype);

} // namespace fixcon
