// The samples of a run, stacked, cut or prolonged.
#pragma once

#include "DerivedSamples.h"

namespace fixcon {

struct Variation {
  std::string kind, what; ///< "size", "sizes less 3"
  int64_t batch = 1;      ///< samples that follow one another are stacked along open first axes
  int64_t halves =
      2;           ///< of its length that every other open axis has; what is new repeats what was
  int64_t cut = 0; ///< elements by which it is shorter
  bool onlyLast = false; ///< of the open axes of an input
  int64_t most = INT64_MAX; ///< no axis that is longer can be had
  bool isLast = false;      ///< a resort where the source takes no other size
};

/// What may vary where both models leave it open, and is worth a look.
std::vector<Variation> variationsOf(const Graph &source, const Graph &target);

/// One sample: the first ones of `base` that can be read. A sample that cannot be varied so cannot be loaded.
class VariedSamples : public DerivedSamples {
public:
  VariedSamples(std::shared_ptr<SampleSource> base, Variation variation)
      : DerivedSamples(std::move(base)), variation(std::move(variation)) {}

  int64_t size() const override { return 1; }
  std::string name(int64_t) const override { return base->name(0); }
  FailureOr<std::map<std::string, Tensor>> load(const Graph &graph, int64_t i) override;

private:
  /// Inputs of as many samples as are stacked; if fewer can be read, some more than once.
  std::vector<std::map<std::string, Tensor>> firstReadable(const Graph &graph) const;

  Variation variation;
};

} // namespace fixcon
