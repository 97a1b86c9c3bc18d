// Which value of the target is which value of the source, under which layout, and which op is the
// partner of which.
#pragma once

#include "fixcon/Align/Layout.h"
#include "fixcon/Align/NormalPair.h"

namespace fixcon {

/// All values of the source's normal form on a few samples, in f64, under the source's own
/// preprocessing.
struct SourceValues {
  size_t samples = 0;
  std::unordered_map<const Value *, std::vector<Tensor>> values;

  /// Null for weights and values that are no real tensors.
  const std::vector<Tensor> *find(const Value *value) const {
    auto found = values.find(value);
    return found == values.end() ? nullptr : &found->second;
  }
  static FailureOr<SourceValues> compute(Module &module, PassContext &context);
};

/// A target value that is a source value, carried through a layout.
struct AlignedValue {
  const Value *source = nullptr;
  Layout layout;
  double error =
      0; ///< of the region behind it, run on the source's values; relative to the maximum
};

/// Ops of the two normal forms that do the same work.
struct OpPair {
  const Op *target = nullptr, *source = nullptr;
  /// Distance of the results when the target's op runs on the source's values: relative to the
  /// maximum, and absolute; infinite if the result has another shape.
  double error = 0, absoluteError = 0;
  /// Every operand of the target's op is the source's under a layout that keeps the order.
  bool sameLayout = true;
};

/// An operand of the target that holds the right elements in the wrong order: with `wanted` the op
/// behaves as the source's, with `actual` it does not.
struct Relayout {
  const Op *target = nullptr;
  unsigned operand = 0;
  const Value *source = nullptr;
  Layout actual, wanted;
};

struct Alignment {
  /// By target value, in the order of the walk.
  std::unordered_map<const Value *, AlignedValue> values;
  std::vector<OpPair> ops;
  std::vector<Relayout> relayouts;
  /// Ops of the target with weights: all, and those without a partner.
  std::vector<const Op *> weighted, unaligned;
  /// Target arguments: the source argument and the layout under which it is fed.
  std::unordered_map<const Value *, AlignedValue> arguments;

  const OpPair *pairOf(const Op *target) const;
  static FailureOr<Alignment> compute(Module &module, PassContext &context);
};

/// What passes over a pair read; nothing after a diagnostic.
struct AlignedPair {
  const NormalPair &pair;
  const SourceValues &values;
  const Alignment &alignment;
  static std::optional<AlignedPair> of(Module &module, PassContext &context);
};

/// Whether an operand that is learned (weight, bias, statistic) is a constant of the graph.
bool hasWeights(const Op &op);
/// The constants of `op` among its learned operands, by operand index.
std::vector<unsigned> learnedOperands(const Op &op);

} // namespace fixcon
