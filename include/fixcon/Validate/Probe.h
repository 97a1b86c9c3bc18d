// What a data set of single samples of one size cannot show: other batches, sizes and numbers.
#pragma once

#include "fixcon/Pass/Pass.h"

namespace fixcon {

/// Both models on a sample that was varied.
struct Probe {
  std::string
      kind; ///< "batch", "size", "random", "drawn", "beyond" (drawn where no input may come), or "untried"
  std::string
      what; ///< "a batch of 2"; the model that draws random numbers; what was not tried for which inputs
  int64_t samples = 0, mismatches = 0;
  double noiseUnits = 0;
  std::string trouble; ///< why the target cannot be run so

  template <class V> void visit(V &v) {
    v("kind", kind);
    v("what", what);
    v("samples", samples);
    v("mismatches", mismatches);
    v("noise_units", noiseUnits);
    v("trouble", trouble);
  }
  /// "at a batch of 2"
  std::string where() const { return (kind == "drawn" || kind == "beyond" ? "on " : "at ") + what; }
  bool agrees() const { return trouble.empty() && mismatches == 0; }
  /// Both models run on the varied sample, and their outputs differ.
  bool differs() const {
    return kind != "random" && kind != "beyond" && trouble.empty() && mismatches > 0;
  }
};

/// Runs two models, @source and @target of whatever modules, on samples of `module` in batches of 2 and 3
/// and at smaller and larger sizes, each where the arguments of both leave it open and the source can be run
/// so; each model whose ops draw random numbers with others, where it is a mismatch if its own outputs
/// differ; and, where both are fed the same, on numbers drawn in place of the data. A value beyond noise is a
/// mismatch.
std::vector<Probe> probe(const Graph &source, const Graph &target, Module &module,
                         PassContext &context);

/// `probe <tag> @target {...}` for each; the tags are those of evaluations.
std::vector<Probe> probesOf(const Module &module, std::string_view tag);
void setProbes(Module &module, std::string_view tag, const std::vector<Probe> &probes);

} // namespace fixcon
