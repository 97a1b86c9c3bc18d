// Which value of the target is which value of the source, under which layout, and which op is the
// partner of which.
#pragma once

#include "fixcon/Align/InputPairs.h"
#include "fixcon/Align/Layout.h"
#include "fixcon/Align/NormalPair.h"
#include "fixcon/Align/Region.h"

#include <unordered_set>

namespace fixcon {

/// One value on every sample.
using Samples = std::vector<Tensor>;

/// All values of the source's normal form on a few samples, in f64, under the source's own
/// preprocessing.
struct SourceValues {
  size_t samples = 0;
  std::unordered_map<const Value *, Samples> values;

  /// Null for weights and values that are no real tensors.
  const Samples *find(const Value *value) const {
    auto found = values.find(value);
    return found == values.end() ? nullptr : &found->second;
  }
  static FailureOr<SourceValues> compute(Module &module, PassContext &context);
};

/// A target value that is a source value, carried through a layout.
struct AlignedValue {
  const Value *source = nullptr;
  Layout layout;
  /// Of what the target computes from the source's values; relative to the maximum.
  double error = 0;
  /// The target computes something else; its users were fed the source's value in its place.
  bool replaced = false;
  /// Of the target's value, by sample.
  std::vector<Shape> shapes = {};
};

/// Ops of the two normal forms that do the same work.
struct OpPair {
  const Op *target = nullptr, *source = nullptr;
  /// Distance of the results when the target's op runs on the source's values: relative to the
  /// maximum, and absolute; infinite if the result has another shape; NaN if nobody can run the source's op,
  /// or what it reads lies behind one that nobody can run.
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

/// A target op that does the source's work once an aligned operand is another source value: what turns
/// the one into the other is missing in front of it, or too much.
struct Substitution {
  const Op *reader = nullptr;
  unsigned operand = 0;
  const Value *source = nullptr;
};

class Alignment {
public:
  /// By target value.
  std::unordered_map<const Value *, AlignedValue> values;
  std::vector<Substitution> substitutions;
  std::vector<Relayout> relayouts;
  /// Where the two models do not correspond op by op.
  std::vector<Region> regions;
  /// Ops of the target with weights: all, and those that neither have a partner nor lie in a closed
  /// region.
  std::vector<const Op *> weighted, unaligned;
  /// Target arguments: the source argument and the layout under which it is fed.
  std::unordered_map<const Value *, AlignedValue> arguments;
  /// What users feed the target's arguments with, in order; where `arguments` has another one, the target has
  /// exchanged them.
  InputPartners fedInputs;

  /// Null if the target's value is no source value that we know of.
  const AlignedValue *find(const Value *target) const;
  /// The source value that an op's operand stands for; null if there is none.
  const Value *sourceOf(const Op &reader, unsigned operand) const;
  /// The same, only where it is not what the operand is aligned with.
  const Value *substituteFor(const Op &reader, unsigned operand) const;
  /// All pairs in the order in which they were found.
  const std::vector<OpPair> &ops() const { return pairs; }
  /// Both ops must be without a partner so far.
  void addPair(OpPair pair);
  const OpPair *pairOf(const Op *target) const;
  bool isPaired(const Op *source) const { return pairedSources.contains(source); }
  /// Whether attributes and weights of a target op mean anything beside its partner's: in a closed region
  /// they are a matter of spelling.
  bool isInClosedRegion(const Op *target) const;

  static FailureOr<Alignment> compute(Module &module, PassContext &context);

private:
  std::vector<OpPair> pairs;
  std::unordered_map<const Op *, size_t> byTarget;
  std::unordered_set<const Op *> pairedSources;
};

/// The source's value as the target's holds it, by sample: what users of the target's value are fed.
Samples carried(const AlignedValue &aligned, const SourceValues &values);

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
