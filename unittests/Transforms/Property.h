// What must hold for every graph: it runs, it has a normal form, and that computes the same.
#pragma once

#include "RandomExecutable.h"

#include "fixcon/Transforms/Normalize.h"

namespace fixcon {

enum class Verdict { Holds, DoesNotRun, NoNormalForm, Invalid, NoOrigins, Different };

struct PropertyResult {
  Verdict verdict = Verdict::Holds;
  std::string details;
  double deviation = 0; ///< of the normal form from the graph: the largest of any output
};

struct Trial {
  uint64_t seed = 0;
  DType dtype = DType::F64;
  double tolerance = 1e-9;
  FiredRewrites *fired = nullptr; ///< counts, if it is there
};

/// Judges graph `name` of a copy of `module`; `shape` is that of argument %x.
PropertyResult judge(const Module &module, const std::string &name, const Shape &shape,
                     const Trial &trial);

/// Draws a graph and judges it; the text of a failure shows the smallest graph that fails alike.
PropertyResult judgeRandom(const Trial &trial);

} // namespace fixcon
