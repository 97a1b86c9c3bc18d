// Writing core ops in the words of a dialect and opset: the way back from lib/Transforms/Rules.
#pragma once

#include "fixcon/IR/Graph.h"
#include "fixcon/Ops/OpDef.h"

#include <optional>

namespace fixcon {

/// An operand of what is to be written: a value of the faithful graph, a constant, or absent.
struct SpellingOperand {
  SpellingOperand(std::nullptr_t = nullptr) {}
  SpellingOperand(Value *value) : value(value) {}
  SpellingOperand(Tensor constant) : constant(std::move(constant)) {}

  bool isAbsent() const { return !value && !constant; }

  Value *value = nullptr;
  std::optional<Tensor> constant; ///< becomes an initializer or an attribute
};

/// A core op that a faithful graph shall have.
struct CoreCall {
  const OpDef *def = nullptr;
  std::vector<SpellingOperand> operands = {};
  AttrDict attrs = {};
  std::vector<bool> present = {true}; ///< which results are wanted
  std::string stem = {};              ///< names of what is made begin with it; else the op's name
};

/// What was written, or why it cannot be said.
struct Spelled {
  static Spelled refused(std::string why) { return {{}, {}, std::move(why)}; }
  explicit operator bool() const { return refusal.empty(); }
  Value *result(unsigned i = 0) const { return i < results.size() ? results[i] : nullptr; }

  std::vector<Op *> ops = {};        ///< foreign ops in order
  std::vector<Value *> results = {}; ///< those of the core op; null where they are not present
  std::string refusal = {};          ///< "Gelu of opset 13 does not exist (since opset 20)"
};

class Speller {
public:
  /// Writes into `faithful`, a graph of a model or nested in one. What the file does not say of the
  /// types of its values is looked up by their names in `normal`.
  explicit Speller(Graph &faithful, const Graph *normal = nullptr)
      : faithful(faithful), normal(normal) {}

  /// Foreign ops with the meaning of a core op in front of `before` (null: at the end). What is
  /// written is valid in the opset; names of nodes and values are new in the whole model. If it
  /// cannot be said, nothing is left behind.
  Spelled emit(const CoreCall &call, Op *before);

  /// Gives a foreign op, which alone has the meaning of one core op `def`, another attribute or
  /// configuring operand: `name` and `value` are the core op's, an empty value is absence. Where
  /// one node of the same operator says it, that node is edited, else it is replaced by those that
  /// do, and takes its results' names with it.
  Spelled set(Op &foreign, const OpDef &def, std::string_view name, const Attribute &value);

  /// The type of a value as far as the file or the normal form says it.
  Type typeOf(const Value &value) const;
  Graph &graph() const { return faithful; }
  /// That of the model; a nested graph need not repeat it.
  const std::string &dialect() const;

private:
  friend class SpellingBuilder;
  /// Results of the core op; on a refusal, which the draft then holds, they are null.
  std::vector<Value *> write(const CoreCall &call, Op *before, struct SpellingDraft &draft) const;

  Graph &faithful;
  const Graph *normal;
};

/// Whether the foreign op is called as core op `def` is in its opset, with the same operands.
bool isRenameOf(const Op &foreign, const OpDef &def);

/// Erases ops, last first, whose results nobody uses, and the weights that only they used.
void eraseUnused(const std::vector<Op *> &ops);

} // namespace fixcon
