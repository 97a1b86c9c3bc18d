// Graphs: arguments, weights, ops in topological order, outputs. A module holds the top-level ones,
// ops hold nested ones, which may use the values of the graphs around them.
#pragma once

#include "fixcon/IR/Op.h"

#include <functional>
#include <unordered_map>

namespace fixcon {

/// From the values of one graph to those of another.
using ValueMap = std::unordered_map<const Value *, Value *>;
/// What `map` has for the value (possibly null: absent), else the value itself.
Value *mapped(const ValueMap &map, Value *value);

/// The name that the copy of a value gets.
using CopyNames = std::function<std::string(const Value &)>;
/// The value's own name.
std::string sameName(const Value &value);

/// What a top-level graph is to its module. All but a model are derived from another graph.
enum class GraphKind : uint8_t {
  Model,      ///< of a file, or written by hand
  Function,   ///< a function of a model, as the model's file has it
  Executable, ///< core ops that compute what a runtime makes of a model, op by op
  Normal,     ///< core ops in which two spellings of one meaning are equal
  Earlier     ///< a model before an edit
};
/// How a text says that a graph is derived ("normal_of"); empty for a model.
std::string_view derivationWord(GraphKind kind);
inline constexpr GraphKind derivedKinds[] = {GraphKind::Function, GraphKind::Executable,
                                             GraphKind::Normal, GraphKind::Earlier};

class Graph {
public:
  using OpList = std::list<std::unique_ptr<Op>>;

  ~Graph();
  Graph(const Graph &) = delete;
  Graph &operator=(const Graph &) = delete;

  /// Without the @; for a nested graph what the file calls it, possibly empty.
  const std::string &name() const { return label; }
  /// At top level the name must be free in the module.
  void setName(std::string name);
  Module &module() const { return *owner; }
  /// The op that holds this graph; null at top level.
  Op *parentOp() const { return holder; }

  /// Where a top-level graph was read from; of a nested one, the place of the op that holds it.
  const Location &location() const { return holder ? holder->location() : where; }
  void setLocation(Location location) { where = std::move(location); }

  /// "onnx", "tfl", or empty for core ops.
  const std::string &dialect() const { return dialectName; }
  void setDialect(std::string name) { dialectName = std::move(name); }
  /// Opset version by domain in file order; the default domain is "".
  const std::vector<std::pair<std::string, int64_t>> &opsets() const { return versions; }
  void setOpsets(std::vector<std::pair<std::string, int64_t>> opsets) {
    versions = std::move(opsets);
  }
  /// The version of a domain, looked up through parents; 0 if none.
  int64_t opset(std::string_view domain = "") const;
  GraphKind kind() const { return what; }
  /// The name of the graph that this one is derived from; empty for a model.
  const std::string &derivedFrom() const { return origin; }
  bool isModel() const { return what == GraphKind::Model; }
  void setDerived(GraphKind kind, std::string from) {
    what = kind;
    origin = std::move(from);
  }
  AttrDict &attrs() { return attributes; }
  const AttrDict &attrs() const { return attributes; }

  // Arguments.
  Value *addArgument(Type type, const std::string &name);
  const std::vector<std::unique_ptr<Value>> &arguments() const { return argumentList; }
  Value *argument(unsigned i) const { return argumentList[i].get(); }

  // Weights, in the order of the file.
  Value *addWeight(Tensor tensor, const std::string &name);
  const std::vector<std::unique_ptr<Value>> &weights() const { return weightList; }
  /// Destroys a weight without uses.
  void eraseWeight(Value *weight);

  // Ops.
  const OpList &ops() const { return opList; }
  Op *front() const { return opList.empty() ? nullptr : opList.front().get(); }
  /// Appends an op without results, or puts it in front of `before`.
  Op *createOp(std::string name, const std::vector<Value *> &operands, AttrDict attrs = {},
               Op *before = nullptr);
  /// A copy of `source`, an op of any graph, with its nested graphs, at the end or in front of
  /// `before`. Operands go through `map`, or stay as they are if it does not have them; `map` gets an
  /// entry for each value that is copied. Names must be free here.
  Op *cloneOp(const Op &source, ValueMap &map, Op *before = nullptr,
              const CopyNames &names = sameName);

  // Outputs.
  unsigned numOutputs() const { return static_cast<unsigned>(outputList.size()); }
  Value *output(unsigned i) const { return outputList[i].value; }
  /// What users call output i; a value may be an output under several names.
  const std::string &outputName(unsigned i) const { return outputList[i].name; }
  void addOutput(Value *value, std::string name = {});
  void setOutput(unsigned i, Value *value);
  void clearOutputs();

  /// The value of that name in this graph (not in its parents), or null.
  Value *value(std::string_view name) const;
  /// The value of that name here or in a graph around this one.
  Value *visibleValue(std::string_view name) const;
  /// `base` itself if it is free here, in the graphs around and in all nested ones, else base_1 ...
  std::string uniqueName(std::string_view base) const;
  /// Gives the value another name, which must be free.
  void rename(Value *value, const std::string &name);

  /// Replaces the content of this empty graph by a copy of `source`. Uses of values of enclosing
  /// graphs go through `map`, or stay as they are if it does not have them.
  void cloneFrom(const Graph &source, ValueMap &map, const CopyNames &names = sameName);

  /// Calls fn on every op, those of nested graphs after the op that holds them.
  template <class Fn> void walk(Fn &&fn) const {
    for (const auto &op : opList) {
      fn(*op);
      for (unsigned i = 0; i < op->numRegions(); ++i)
        op->region(i).walk(fn);
    }
  }

private:
  friend class Op;
  friend class Value;
  friend class Module;
  struct Output {
    Value *value;
    std::string name;
  };
  Graph(Module *owner, Op *holder, std::string name);
  void bind(Value *value, const std::string &name);
  void unbind(Value *value);
  void release(const std::string &name);
  void replaceOutput(unsigned i, Value *value) { outputList[i].value = value; }
  void dropAllUses();

  Module *owner;
  Op *holder;
  Graph *root; ///< the top-level graph around this one, possibly itself
  std::string label, dialectName, origin;
  GraphKind what = GraphKind::Model;
  Location where;
  std::vector<std::pair<std::string, int64_t>> versions;
  AttrDict attributes;
  std::vector<std::unique_ptr<Value>> argumentList, weightList;
  OpList opList;
  std::vector<Output> outputList;
  std::unordered_map<std::string, Value *> symbols;
  // Of a top-level graph: how often each name is bound in it and in all nested ones, and the last
  // suffix that uniqueName tried for a name.
  std::unordered_map<std::string, unsigned> bindings;
  mutable std::unordered_map<std::string, unsigned> suffixes;
};

/// The version of the operator set that defines a foreign op; 0 if its graph does not say it.
int64_t versionOf(const Op &op);

/// Uses `value.uses()` to list the ops that use it, each once, in list order of the uses.
std::vector<Op *> usersOf(const Value &value);

} // namespace fixcon
