// The samples of a run, stacked, cut or prolonged.
#pragma once

#include "fixcon/Pass/Pass.h"

namespace fixcon {

struct Variation {
  std::string kind, what; ///< "size", "sizes less 3"
  int64_t batch = 1;      ///< samples that follow one another are stacked along open first axes
  int64_t halves =
      2;           ///< of its length that every other open axis has; what is new repeats what was
  int64_t cut = 0; ///< elements by which it is shorter
  bool isLast = false; ///< a resort where the source takes no other size
  double factor =
      0; ///< numbers drawn, so many times as large as the data, in its place; 0: the data
  uint64_t seed = 0; ///< of these
};

/// What may vary where both models leave it open, and is worth a look.
std::vector<Variation> variationsOf(const Graph &source, const Graph &target);

/// One sample: the first ones of `base` that can be read. A sample that cannot be varied so cannot be loaded.
class VariedSamples : public SampleSource {
public:
  VariedSamples(std::shared_ptr<SampleSource> base, Variation variation)
      : base(std::move(base)), variation(variation) {}

  int64_t size() const override { return 1; }
  std::string name(int64_t) const override { return base->name(0); }
  FailureOr<std::map<std::string, Tensor>> load(const Graph &graph, int64_t i) override;
  const std::shared_ptr<SampleSource> &original() const { return base; }

private:
  /// Inputs of as many samples as are stacked; if fewer can be read, some more than once.
  std::vector<std::map<std::string, Tensor>> firstReadable(const Graph &graph) const;

  std::shared_ptr<SampleSource> base;
  Variation variation;
};

} // namespace fixcon
