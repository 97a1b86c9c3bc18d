// Constants of a faithful graph, wherever the file holds them.
#pragma once

#include "fixcon/IR/Graph.h"

#include <functional>
#include <optional>
#include <unordered_set>

namespace fixcon {

/// What became of numbers that were written into a constant.
struct ConstantWrite {
  explicit operator bool() const { return refusal.empty(); }
  std::string refusal;
  /// The largest difference of an element from what was asked for: the rounding to the dtype or the
  /// grid in which the constant is held.
  double maxError = 0;
};

/// A value that is the same whatever the model is fed with: an initializer (also a sparse one, or
/// one in a file beside the model, or one of integers on the grid of its type) or a Constant, possibly
/// behind Identity, Cast and DequantizeLinear.
class FaithfulConstant {
public:
  static std::optional<FaithfulConstant> of(Value *value);
  /// The constant at `value`, which nobody but the reading uses that `isMine` accepts sees from now on:
  /// if somebody else reads it, it is copied for them, with the constant ops between that lead to both.
  /// Uses by ops that depend on constants alone are looked through. Nothing if no reader is accepted.
  static std::optional<FaithfulConstant> forReaders(Value &value,
                                                    const std::function<bool(const Use &)> &isMine);
  /// The same for one operand of one op.
  static std::optional<FaithfulConstant> forUser(Op &user, unsigned operand);

  Value &value() const { return *top; }
  /// The initializer, or the result of the Constant, that has the elements.
  Value &heldBy() const { return *holder; }
  /// Whether what holds it, or something between, has another use.
  bool isShared() const;
  /// The elements that the graph computes with, dequantised.
  const Tensor &real() const { return elements; }
  /// The elements as the file holds them.
  Tensor stored() const;
  /// Makes real() come as near to these as what holds them can; the shape must be the same. Scales
  /// and zero points stay. Every user of the constant sees it; a file beside the model does not
  /// change.
  ConstantWrite setReal(const Tensor &wanted);

private:
  FaithfulConstant() = default;
  bool evaluate();
  /// The elements as they are held, on the grid of the tensor if it has one.
  Tensor held() const;
  void setHeld(Tensor tensor);

  Value *top = nullptr, *holder = nullptr;
  std::vector<Op *> links; ///< from `top` down to what `holder` is an operand of
  Tensor elements;
};

/// The ops of a graph that depend on constants alone, and make the same of them at every run.
std::unordered_set<const Op *> constantOps(const Graph &graph);

} // namespace fixcon
