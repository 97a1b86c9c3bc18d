// What canonicalizations are written with. Each looks upward from the last op of its pattern,
// builds in front of it and replaces it.
#pragma once

#include "fixcon/Ops/Traits.h"
#include "fixcon/Transforms/CoreBuilder.h"

namespace fixcon {

/// Tries one rewrite at `op`; true if it was replaced or changed.
using Canonicalization = bool (*)(Op &op);

/// The elements of a constant, else null.
const Tensor *constantOf(const Value *value);
/// The only element of a real constant.
std::optional<double> constantScalar(const Value *value);
/// Integer elements of a constant.
std::optional<std::vector<int64_t>> constantInts(const Value *value);
/// The op of that name that makes the value, else null.
Op *producer(const Value *value, std::string_view core);
/// What the definition of the op, or of the op that makes the value, says of it; nothing if it is no
/// core op.
const Traits &traitsOf(const Op &op);
const Traits &traitsOf(const Value *value);
bool hasOneUse(const Value *value);
/// The shape if every dim is a number.
std::optional<Shape> staticShape(const Value *value);
std::optional<int64_t> rankOf(const Value *value);

/// f64 elements of `constant` along `axis` of a result of shape `result`, repeated if there is one;
/// nothing if it varies along another axis or would widen the result.
std::optional<std::vector<double>> alongAxis(const Tensor &constant, int64_t resultRank,
                                             int64_t axis, int64_t size);
/// The attribute of a core op, or the default of its definition; empty if there is neither.
Attribute effective(const Op &op, std::string_view name);
/// The same as an integer; 0 if there is none.
int64_t effectiveInt(const Op &op, std::string_view name);
/// Whether all numbers of a list attribute are `value`; so they are where it is absent.
bool everyIs(const Op &op, std::string_view name, int64_t value);
/// The attribute as a word; empty if there is none.
std::string effectiveWord(const Op &op, std::string_view name);
/// Shape and numbers as a tensor of that dtype.
Tensor tensorOf(DType dtype, Shape shape, const std::vector<double> &values);
/// The same of numbers that were computed one by one from those of a parameter; nothing if one
/// became infinite, for then two steps do not do what one does.
std::optional<Tensor> foldedTensorOf(DType dtype, Shape shape, const std::vector<double> &values,
                                     const std::vector<double> &from);

/// Builds the replacement of `root`, which stands for all matched ops: their origins are united.
class Rewriter : public CoreBuilder {
public:
  explicit Rewriter(Op &root, std::initializer_list<const Op *> matched = {});
  Rewriter(Op &root, const std::vector<const Op *> &matched);

  /// Computes a weight from others: their origins and those of the matched ops are its own.
  Value *folded(Tensor tensor, std::initializer_list<const Value *> from);
  /// `value`, which does what `movers` did: they only changed places with the root, and so it comes from them.
  static Value *moved(Value *value, const std::vector<const Op *> &movers);
  /// Result 0 of the root is `by`; the root goes, and what only it needed. Always true.
  bool replaceRoot(Value *by);

private:
  Op *root;
};

/// The ops that lie between `x` and `root`, without `root`, each behind what it reads. For patterns
/// whose leaves are `x` and constants.
std::vector<const Op *> opsBetween(const Value *x, const Op &root);

/// Erases `op` if nobody uses it, and then whatever only it used.
void eraseIfDead(Op *op);

} // namespace fixcon
