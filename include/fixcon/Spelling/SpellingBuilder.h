// What a spelling sees: the core op that is to be written, and a builder for the foreign ops that
// say it. A refusal is remembered; whatever is asked for after it does nothing.
#pragma once

#include "fixcon/Spelling/Speller.h"

#include <span>

namespace fixcon {

/// What one call of Speller::emit has made so far, so that it can be taken back.
struct SpellingDraft {
  std::vector<Op *> ops;
  std::vector<Value *> weights;
  std::string refusal;

  void undo();
};

class SpellingBuilder {
public:
  SpellingBuilder(const Speller &speller, const CoreCall &call, Op *before, SpellingDraft &draft);

  // The core op.
  const OpDef &def() const { return *call.def; }
  int64_t opset() const { return speller.graph().opset(); }
  const SpellingOperand &in(unsigned i) const;
  Type type(unsigned i) const;
  /// The number of dims of operand i; refuses if it is not known.
  int64_t rank(unsigned i);
  /// The elements of operand i if it is a constant.
  std::optional<Tensor> constant(unsigned i) const { return constant(in(i)); }
  static std::optional<Tensor> constant(const SpellingOperand &operand);
  /// The same of integers; refuses if it is none. Empty if the operand is absent.
  std::optional<std::vector<int64_t>> ints(unsigned i);
  /// The attribute, or what its absence means.
  Attribute attribute(std::string_view name) const;
  template <class T> T attr(std::string_view name, T fallback = T()) const {
    Attribute found = attribute(name);
    const T *value = found.get<T>();
    return value ? *value : fallback;
  }
  /// As it follows from the operands.
  Type resultType(unsigned i) const { return types[i]; }
  void setResultTypes(std::vector<Type> results) { types = std::move(results); }
  /// The core op's first result on constants and with attributes of your own; nullopt if it does not run so.
  std::optional<Tensor> evaluate(std::span<const std::optional<Tensor>> operands,
                                 const AttrDict &attributes) const;
  bool hasResult(unsigned i) const { return i < call.present.size() && call.present[i]; }
  unsigned numResults() const { return static_cast<unsigned>(call.present.size()); }

  // What says it.
  /// The foreign type of the line or rename that counts: "Conv".
  std::string foreignType;
  /// So many results the foreign op has, and they have names, whether anybody reads them or not.
  unsigned leastResults = 1;
  /// The core op as one foreign op of that type: operands and attributes carry over, an operand
  /// becomes an attribute where the opset has it so, and attributes with their default are left
  /// out.
  void rename();
  /// The same with other operands and attributes.
  void rename(std::vector<SpellingOperand> operands, AttrDict attrs);
  const std::vector<SpellingOperand> &operands() const { return call.operands; }
  const AttrDict &attrs() const { return call.attrs; }
  /// The only result of another core op, which is spelt in its turn.
  Value *core(std::string_view name, std::vector<SpellingOperand> operands, AttrDict attrs = {});
  /// One foreign op whose operands and attributes are said as they stand here, and its results.
  std::vector<Value *> foreign(const std::string &type, std::vector<SpellingOperand> operands,
                               AttrDict attrs, std::vector<Type> results);
  /// The only result of one; null after a refusal.
  Value *foreign(const std::string &type, std::vector<SpellingOperand> operands, AttrDict attrs,
                 Type result);
  /// Whether an op stands in front of what is written, in the same graph.
  bool isInFront(const Op &op) const;
  /// What is known of the type of a value or constant.
  Type typeOf(const SpellingOperand &operand) const;
  /// A constant in the dtype of operand 0.
  SpellingOperand number(double value);
  void result(unsigned i, Value *value);

  void refuse(std::string why);
  bool refused() const { return !draft.refusal.empty(); }

  /// What became of the core op's results.
  std::vector<Value *> results;

private:
  Op *createNode(const std::string &type, const std::vector<Value *> &operands, AttrDict attrs);
  void create(const std::vector<Value *> &operands, AttrDict attrs);
  void addResults(Op &op);
  Value *materialized(const SpellingOperand &operand, const std::string &name);

  const Speller &speller;
  std::vector<Type> types;
  const CoreCall &call;
  Op *before;
  SpellingDraft &draft;
};

using Spelling = void (*)(SpellingBuilder &b);

/// A line of Spellings.def.
struct SpellingEntry {
  std::string_view id, core, dialect, domain, type;
  int64_t since, until; ///< INT64_MAX: all opsets to come
  Spelling spell;
};

/// Every line, in the order of Spellings.def.
std::span<const SpellingEntry> allSpellings();

/// The line for a core op in the dialect and opsets of a graph, or null.
const SpellingEntry *spellingFor(const OpDef &def, const Speller &speller);
/// The name of the rename in a definition that counts in a graph's dialect and opsets, or null.
const ForeignName *renameFor(const OpDef &def, const Speller &speller);

/// Writes the core op that `b` was made for: by its line, else by the rename of its definition.
void spell(SpellingBuilder &b, const Speller &speller);

} // namespace fixcon
