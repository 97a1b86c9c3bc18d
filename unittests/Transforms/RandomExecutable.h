// Random graphs of core ops that can be run: for tests that two graphs compute the same.
#pragma once

#include "fixcon/IR/Module.h"
#include "fixcon/Support/Random.h"

namespace fixcon {

struct RandomExecutable {
  Graph *graph = nullptr;
  Shape shape; ///< of the argument in a run, whose type may have symbols
  bool wellTyped = true;
};

/// A graph `name` with small images as argument, of what `makers` random makers (RandomGraph/)
/// draw: core ops of every kind, spelt in every way that the normal form knows. Floats have dtype
/// `dtype`; with f64 there are ops whose result jumps where their operand moves a little.
RandomExecutable randomExecutable(Module &module, const std::string &name, Random &random,
                                  unsigned makers, DType dtype);

} // namespace fixcon
