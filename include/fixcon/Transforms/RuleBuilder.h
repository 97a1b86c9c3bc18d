// What a lowering rule sees: the foreign op's attributes, each of which it must take, and a builder
// for the core ops that mean the same.
#pragma once

#include "fixcon/Transforms/CoreBuilder.h"

#include <set>
#include <span>

namespace fixcon {

class RuleBuilder : public CoreBuilder {
public:
  explicit RuleBuilder(Op &foreign);

  /// Operand i; null if absent.
  Value *in(unsigned i) const { return foreign->operand(i); }
  /// Reports the first of these operands that is absent.
  LogicalResult needs(std::initializer_list<unsigned> operands) const;
  /// The core op that a newer opset's op of this type is a rename of.
  std::string coreName() const;
  /// Elements of operand i if it is a weight, else null.
  const Tensor *weight(unsigned i) const {
    return in(i) && in(i)->isWeight() ? &in(i)->tensor() : nullptr;
  }
  /// Rank of operand i, or nothing.
  std::optional<int64_t> rank(unsigned i) const;
  /// Version of the op's domain.
  int64_t opset() const;

  bool has(const char *name) const { return foreign->attrs().find(name); }
  /// The attribute if it is there with that type. An attribute that no rule takes is an error.
  template <class T> std::optional<T> take(const char *name) {
    const T *found = foreign->attr<T>(name);
    if (!found)
      return std::nullopt;
    taken.insert(name);
    return *found;
  }
  template <class T> T take(const char *name, T fallback) {
    return take<T>(name).value_or(std::move(fallback));
  }
  /// Takes attributes that have no meaning when the model runs.
  void ignore(std::initializer_list<const char *> names) {
    taken.insert(names.begin(), names.end());
  }
  /// Everything that is not taken yet, as it is.
  AttrDict takeRest();

  /// Result i of the foreign op is `by` from now on. A value that existed before goes through an
  /// identity, so that the name stays.
  void result(unsigned i, Value *by);
  /// Results of `op` for the foreign ones, in order.
  void results(Op *op);
  /// The foreign op is one core op with these operands and attributes, result by result.
  LogicalResult becomes(const std::string &core, std::vector<Value *> operands,
                        AttrDict attrs = {});

  DiagnosticBuilder error() const { return foreign->emitError(); }
  /// Checks that every attribute was taken and every used result replaced, then removes the op.
  LogicalResult finish();

private:
  Op *foreign;
  std::set<std::string, std::less<>> taken;
  std::vector<std::pair<unsigned, Value *>> replacements;
};

/// The name by which origins mean this op: its first present result.
std::string originName(const Op &op);

using Rule = LogicalResult (*)(Op &foreign, RuleBuilder &b);

/// A line of Rules.def: `rule` lowers the foreign op in the opsets since..until.
struct RuleEntry {
  std::string_view id, dialect, domain, type;
  int64_t since, until; ///< INT64_MAX: all opsets to come
  Rule rule;
};

/// Every line, in the order of Rules.def.
std::span<const RuleEntry> allRules();

/// The rule for a foreign op in its opset, or null.
Rule ruleFor(const Op &foreign);

} // namespace fixcon
