// Whether a region of the target does what the source's does.
#pragma once

#include "fixcon/Align/Alignment.h"

namespace fixcon {

class RegionJudge {
public:
  RegionJudge(const SourceValues &values, const Alignment &alignment, Executor &source,
              Executor &target, uint64_t seed)
      : values(values), alignment(alignment), source(source), target(target), seed(seed) {}

  /// Sets error, noise floor and state.
  void judge(Region &region);

private:
  struct Distance {
    double error = 0, floor = 0; ///< absolute, of the output that is furthest beyond its floor
    bool isWithin() const { return error <= floor; }
  };
  Bindings dataInputs(const Region &region, size_t sample) const;
  Bindings randomInputs(const Region &region, double factor) const;
  Bindings perturbed(const Bindings &inputs) const;
  std::optional<std::vector<Tensor>> dataOutputs(const Region &region, size_t sample) const;
  /// What the target makes of source values on a sample, by output; nothing if it cannot run on them.
  std::optional<std::vector<Tensor>> runTarget(const Region &region, const Bindings &sourceInputs,
                                               size_t sample);
  std::optional<std::vector<Tensor>> runSource(const Region &region, const Bindings &inputs);
  std::optional<Distance> distance(const Region &region, const Bindings &inputs,
                                   const std::vector<Tensor> &wanted, size_t sample);
  std::optional<Distance> distanceOnData(const Region &region);
  bool agreesOnRandomInputs(const Region &region);

  const SourceValues &values;
  const Alignment &alignment;
  Executor &source, &target;
  uint64_t seed;
};

} // namespace fixcon
