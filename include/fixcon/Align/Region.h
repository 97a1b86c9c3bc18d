// Places where the two models do not correspond op by op.
#pragma once

#include "fixcon/Align/Layout.h"
#include "fixcon/IR/Module.h"

#include <span>

namespace fixcon {

struct NormalPair;

/// Ops of both sides between aligned values, to be compared as a whole. Either side may be empty: a
/// target that lacks a relu has the source's op and none of its own.
struct Region {
  struct Output {
    const Value *target = nullptr;
    /// What the readers of `target` expect, and how its elements lie there.
    const Value *source = nullptr;
    Layout layout;
  };
  /// Open: the outputs differ on the data. Latent: they agree on the data, but not on random inputs.
  /// Closed: they agree on both, so that what lies inside is a matter of spelling.
  enum class State { Open, Latent, Closed };

  std::vector<const Op *> targetOps, sourceOps; ///< in the order of their graphs
  std::vector<const Value *> inputs;            ///< aligned values of the target
  std::vector<Output> outputs;
  /// Largest difference of an output from the source's value when the target's ops run on the source's
  /// inputs, and how far two right evaluations may differ; in units of that output.
  double localError = 0, noiseFloor = 0;
  State state = State::Open;
};

std::span<const std::string_view> wordsOf(Region::State);

/// region @target.n {state = "open", target_ops = [...], source_ops = [...], inputs = [...],
///                   outputs = [...], wanted = [...], error = ..., floor = ...}
/// Ops are named by their first result. Layouts are not written: they follow from the numbers.
Record regionRecord(const Region &region, const NormalPair &pair);
/// The way back; failure after a diagnostic if the record does not fit the graphs.
FailureOr<Region> readRegion(const Record &record, const NormalPair &pair);

} // namespace fixcon
