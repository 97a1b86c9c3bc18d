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
  bool onlyLast = false;    ///< of the open axes of an input
  int64_t most = INT64_MAX; ///< no axis that is longer can be had
  bool isLast = false;      ///< a resort where the source takes no other size
};

/// What may vary where both models leave it open, and is worth a look.
std::vector<Variation> variationsOf(const Graph &source, const Graph &target);

/// One sample: the first ones of `base` that can be read. Or one for each of `base`, which it and those behind it make;
/// behind the last comes the first. A sample that cannot be varied so cannot be loaded.
class VariedSamples : public DerivedSamples {
public:
  enum class Extent { First, Each };
  VariedSamples(std::shared_ptr<SampleSource> base, Variation variation,
                Extent extent = Extent::First)
      : DerivedSamples(std::move(base)), variation(std::move(variation)), extent(extent) {}

  int64_t size() const override { return extent == Extent::First ? 1 : base->size(); }
  std::string name(int64_t i) const override { return base->name(extent == Extent::First ? 0 : i); }
  FailureOr<std::map<std::string, Tensor>> load(const Graph &graph, int64_t i) override;

private:
  /// Inputs of as many samples from sample i on as are stacked; if fewer can be read, some more than once.
  std::vector<std::map<std::string, Tensor>> readableFrom(int64_t i, const Graph &graph) const;

  Variation variation;
  Extent extent;
};

} // namespace fixcon
