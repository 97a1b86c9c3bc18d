// Making typed core ops in front of another op: what lowering rules and rewrites build with.
#pragma once

#include "fixcon/IR/Module.h"

#include <functional>
#include <initializer_list>

namespace fixcon {

/// Gives the results of one core op the most precise type that follows from its operands; weights
/// count as known values. Declared types stay where nothing more precise follows.
LogicalResult inferOp(Op &op);

/// Appends the names of `more` that `list` does not have yet.
void addOrigins(std::vector<std::string> &list, const std::vector<std::string> &more);

/// `{name, value}` pairs as a dictionary.
AttrDict attrsOf(std::initializer_list<AttrDict::Entry> entries);

class CoreBuilder {
public:
  /// Builds in front of `before`, at its location. Names of what is made begin with `stem`.
  CoreBuilder(Op &before, std::string stem, std::vector<std::string> origins);

  /// A core op with its types inferred; a failure is reported and remembered.
  Op *create(const std::string &core, std::vector<Value *> operands, AttrDict attrs = {},
             unsigned results = 1);
  /// The same for an op with nested graphs, which `fill` adds before types are inferred.
  Op *create(const std::string &core, std::vector<Value *> operands, AttrDict attrs,
             unsigned results, const std::function<void(Op &)> &fill);
  /// The same where some results are absent.
  Op *create(const std::string &core, std::vector<Value *> operands, AttrDict attrs,
             const std::vector<bool> &present);
  /// The only result of a new core op.
  Value *value(const std::string &core, std::vector<Value *> operands, AttrDict attrs = {}) {
    return create(core, std::move(operands), std::move(attrs))->result();
  }
  /// The same numbers as another dtype.
  Value *cast(Value *x, DType to) { return value("cast", {x}, attrsOf({{"to", to}})); }
  /// A new weight; `origins` in addition to those of the builder.
  Value *constant(Tensor tensor, const std::vector<std::string> &origins = {});
  /// A weight i64[].
  Value *scalar(int64_t number);
  /// A weight i64[n].
  Value *ints(const std::vector<int64_t> &values);
  /// A scalar weight in the dtype of `like`; reports if that is not known.
  Value *scalarLike(const Value *like, double number);
  /// `number` in every element of a tensor of the dtype of `like` and the shape of `shaped`.
  Value *filledLike(double number, const Value *like, Value *shaped);
  /// The first `size` elements of the last axis.
  Value *firstOf(Value *x, int64_t size);

  /// Every use of `old` becomes one of `by`. A value that this builder made takes the name; so does
  /// one whose own name is derived, if `old` is called as in the faithful graph.
  void replace(Value *old, Value *by);

  bool hasMade(const Value *value) const;
  Op &position() const { return *before; }
  const std::vector<std::string> &origins() const { return originNames; }
  bool hasFailed() const { return broken; }
  void fail() { broken = true; }

private:
  Op *prepare(const std::string &core, std::vector<Value *> operands, AttrDict attrs,
              const std::vector<bool> &present);
  Op *infer(Op *op);

  Op *before;
  std::string stem;
  std::vector<std::string> originNames;
  std::vector<const Value *> made;
  bool broken = false;
};

} // namespace fixcon
