// Two models by themselves, to be run on other samples than those of their module.
#pragma once

#include "fixcon/Pass/Pass.h"

namespace fixcon {

/// Graphs @source and @target of a module of its own, whose diagnostics are caught.
class ScratchPair {
public:
  /// Copies of two graphs of these names, of whatever modules, and the requests of `module` for how outputs
  /// are compared.
  ScratchPair(const Graph &source, const Graph &target, const Module &module,
              const Environment &environment);

  const Graph &source() const { return *scratch.graph("source"); }
  const Graph &target() const { return *scratch.graph("target"); }
  Module &module() { return scratch; }
  /// That of the module, but for work that is done as a whole, and quietly.
  Environment environment;

  /// The executable form at the sizes of the first of `samples`; null if there is none.
  Graph *legalize(std::string_view name, SampleSource &samples);
  /// Whether that form can be run on it.
  bool runs(const Graph &executable, SampleSource &samples) const;
  /// The first error since the last call, and "it cannot be run" if there was none.
  std::string takeComplaint();

private:
  std::string complaint;
  Diagnostics caught;
  Module scratch;
};

} // namespace fixcon
