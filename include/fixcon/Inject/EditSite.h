// The place in a faithful graph at which one edit is tried, and what edits need to know of it.
#pragma once

#include "fixcon/IR/Module.h"
#include "fixcon/Ops/OpDef.h"
#include "fixcon/Spelling/Speller.h"
#include "fixcon/Support/Random.h"

namespace fixcon {

class EditSite {
public:
  /// `op` stands at the top level of a model, `executable` is the executable form of that model.
  EditSite(Op &op, const Graph &executable, Random &random, double severity)
      : op(op), graph(op.parent()), random(random), severity(severity), executable(executable) {}

  Op &op;
  Graph &graph;
  Random &random;
  /// How much numbers are changed, relative to themselves.
  double severity;

  /// The core op that alone is the meaning of the op; null if there are none or several.
  const Op *core() const;
  /// The definition of core(), or null.
  const OpDef *def() const;
  /// The same for another op of the graph.
  EditSite at(Op &other) const { return {other, executable, random, severity}; }
  /// Whether core() is max(x, 0).
  bool isRectifier() const;
  /// Whether core() is of that family.
  bool isOf(Family family) const { return def() && def()->family() == family; }
  /// What the file says, or what follows for the executable form.
  Type typeOf(const Value &value) const;
  /// The sizes of operand i where all are known; nothing else.
  std::optional<Shape> shapeOf(unsigned i) const;
  /// Whether an operand of the op is there, ranked, and of floats.
  bool isFloatTensor(unsigned i) const;
  /// Whether two values have the same type, which is known.
  bool areAlike(const Value &a, const Value &b) const;

  /// The role of operand i of the op in core(); nothing if the core op does not read it.
  std::optional<Role> roleOf(unsigned i) const;
  /// The operands that are constants of floats and configure nothing: weights, biases, statistics, addends.
  std::vector<unsigned> numbers() const;
  /// The elements of a constant operand, in f64.
  std::optional<Tensor> constant(unsigned i) const;
  /// Gives the op, and no other reader, other elements for a constant; false if they cannot be held.
  bool write(unsigned i, const Tensor &elements);

  /// What an attribute of core() is, or what its absence means; empty if it has none of that name.
  Attribute attribute(std::string_view name) const;
  /// Gives the op another attribute or configuring operand, by the name that the core op has for it.
  bool set(std::string_view name, const Attribute &value);

  /// A core op in front of `before` (null: at the end), in the model's words; null if they have none.
  Value *emit(std::string_view core, std::vector<SpellingOperand> operands, AttrDict attrs,
              Op *before);
  /// The readers of the op's result i read `by` instead, which is not the result's own reader.
  void redirect(Value &by, unsigned i = 0);
  /// The same, and the op, which nobody reads any more, is erased with the constants that it alone read.
  void replace(Value &by);

  template <class T> const T &choose(const std::vector<T> &list) {
    return list[random.below(list.size())];
  }
  template <class T> void shuffle(std::vector<T> &list) {
    for (size_t i = list.size(); i > 1; --i)
      std::swap(list[i - 1], list[random.below(i)]);
  }

private:
  const Graph &executable;
};

} // namespace fixcon
