// What two outputs have in common beyond their numbers: a label, a mask, a list of boxes.
#pragma once

#include "fixcon/IR/Module.h"

#include <span>

namespace fixcon {

/// What a comparator says of one output on one sample.
struct Decision {
  bool agrees = true;
  /// Of the comparator's own kind (intersection over union, cosine, rank correlation ...); 1 if the two are
  /// equal in its eyes.
  double score = 1;
};

/// A line of Comparators.def.
struct Comparator {
  std::string_view name, summary;
  /// Whether the two sides may have other shapes.
  bool takesAnyShape;
  /// On real tensors without NaN and infinities, of one shape unless any will do. Null: values decide.
  Decision (*decide)(const Tensor &source, const Tensor &target);

  bool isExact() const { return name == "exact"; }
};

std::span<const Comparator> allComparators();
/// Null if there is none of that name.
const Comparator *comparatorNamed(std::string_view name);
/// By the dtype, the shape and the op behind output `i` of a graph of core ops.
const Comparator &guessComparator(const Graph &core, unsigned i);

/// What was asked for an output of the source, or for all without a name: record `compare`.
struct OutputRequest {
  std::string output;     ///< empty: each that has no request of its own
  std::string comparator; ///< empty: guessed
  /// |source - target| <= atol + rtol * |source| for each element; noise decides where neither is given.
  std::optional<double> atol, rtol;

  template <class V> void visit(V &v) {
    v("output", output);
    v("comparator", comparator);
    v("atol", atol);
    v("rtol", rtol);
  }
};

void addOutputRequest(Module &module, OutputRequest request);
/// What holds for an output: the fields that were asked for it, else those that were asked for all. Failure
/// after a diagnostic if a record is malformed, or names a comparator that does not exist.
FailureOr<OutputRequest> outputRequestOf(const Module &module, const std::string &output);

} // namespace fixcon
