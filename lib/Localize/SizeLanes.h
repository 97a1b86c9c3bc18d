// The target's ops at several choices of sizes, side by side.
#pragma once

#include "SizeChoices.h"
#include "fixcon/Ops/InferContext.h"
#include "fixcon/Ops/SizeTracker.h"

namespace fixcon {

/// What an operand of an op shall be instead: a list of sizes, or a tensor of another type.
struct OperandChange {
  unsigned operand = 0;
  std::optional<Tensor> elements;
  Type type;
};
using OperandChanges = std::vector<OperandChange>;

/// The types that an op's results have, or why it cannot take its operands.
struct Inferred {
  std::optional<std::vector<Type>> types;
  std::string complaint;
};

/// One choice of sizes: types are inferred op by op, and what is not as it should be can be set right on the way.
class SizeLane {
public:
  /// `open` is in core ops that no sizes have shaped.
  SizeLane(const Graph &open, const SizeChoice &choice);

  const SizeChoice &choice() const { return sizes; }
  Graph &graph() const { return *copy; }
  /// Of a value; unknown if there is none.
  Type typeOf(const std::string &value) const;
  Inferred infer(const Op &op, const OperandChanges &changes);
  /// Gives the results these types and follows the sizes that the op computes.
  void settle(Op &op, const std::vector<Type> &types, const OperandChanges &changes);
  /// The elements of an operand, as far as all of them follow from types.
  std::optional<Tensor> elementsOf(const Value &value) const;

private:
  std::vector<OperandInfo> operandsOf(const Op &op, const OperandChanges &changes) const;

  const SizeChoice &sizes;
  std::string complaint;
  Diagnostics caught;
  Module module;
  Graph *copy = nullptr;
  SizeTracker tracker;
};

/// A model in core ops whose inputs have these types; null, without a diagnostic, if that cannot be.
class SizedModel {
public:
  SizedModel(const Graph &model, const ArgumentTypeMap &types);
  const Graph *graph() const { return executable; }
  /// Of a value; unknown if there is none.
  Type typeOf(const std::string &value) const;

private:
  Diagnostics quiet;
  Module module;
  const Graph *executable = nullptr;
};

} // namespace fixcon
