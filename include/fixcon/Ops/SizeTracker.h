// Shape arithmetic before anything runs: the elements of integer results that follow from types, and
// from what ops on integers make of them, symbols included.
#pragma once

#include "fixcon/Ops/InferContext.h"
#include "fixcon/Ops/OpDef.h"

namespace fixcon {

/// Follows the ops of a graph and its nested graphs in order. Values that are not followed, or of
/// which nothing follows, are not known.
class SizeTracker {
public:
  SizeTracker();
  ~SizeTracker();

  /// Operand types, values of weights, and what has been followed so far.
  InferContext contextOf(const Op &op) const;
  /// Takes in the results of `op`; `context` has inferred their types.
  void follow(const Op &op, const OpDef &def, const InferContext &context);
  /// The same for an op whose results have their types.
  void follow(const Op &op);
  /// Takes in what an argument holds, a short list of whole numbers.
  void know(const Value &argument, const Tensor &numbers);
  /// The elements of a weight, or of a result if all are numbers; else null.
  const Tensor *numbersOf(const Value *value) const;

private:
  struct Knowledge;
  std::unique_ptr<Knowledge> known;
};

} // namespace fixcon
