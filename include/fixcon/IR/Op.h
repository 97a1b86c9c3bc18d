// Ops: a name, operands, results, attributes, nested graphs, a location, origins.
#pragma once

#include "fixcon/IR/Attribute.h"
#include "fixcon/IR/Value.h"
#include "fixcon/Support/Diagnostic.h"

#include <list>

namespace fixcon {

class Module;

/// A core op ("conv") or a foreign one ("onnx.Conv", "onnx.com.microsoft.FusedConv").
class Op {
public:
  ~Op();
  Op(const Op &) = delete;
  Op &operator=(const Op &) = delete;

  const std::string &name() const { return opName; }
  void setName(std::string name) { opName = std::move(name); }
  /// "onnx" or "tfl" of a foreign op; empty for a core op.
  std::string_view dialect() const;
  /// Domain of a foreign op ("com.microsoft"); empty for the dialect's own.
  std::string_view domain() const;
  /// Name without dialect and domain ("Conv").
  std::string_view type() const;

  unsigned numOperands() const { return static_cast<unsigned>(operandList.size()); }
  /// Null if the operand is absent (or beyond the end).
  Value *operand(unsigned i) const { return i < operandList.size() ? operandList[i] : nullptr; }
  const std::vector<Value *> &operands() const { return operandList; }
  void setOperand(unsigned i, Value *value);
  void setOperands(const std::vector<Value *> &values);

  unsigned numResults() const { return static_cast<unsigned>(resultList.size()); }
  Value *result(unsigned i = 0) const { return resultList[i].get(); }
  bool hasResult(unsigned i) const {
    return i < resultList.size() && !resultList[i]->name().empty();
  }
  /// Whether something uses a result.
  bool isUsed() const;
  /// Destroys the results from `count` on, which nothing uses.
  void truncateResults(unsigned count);
  /// Appends a result; an empty name makes an absent one. The name must be free in the graph.
  Value *addResult(Type type, const std::string &name);

  const AttrDict &attrs() const { return attributes; }
  AttrDict &attrs() { return attributes; }
  template <class T> const T *attr(std::string_view name) const { return attributes.get<T>(name); }

  unsigned numRegions() const { return static_cast<unsigned>(regionList.size()); }
  Graph &region(unsigned i) const { return *regionList[i]; }
  /// Appends an empty nested graph.
  Graph &addRegion();

  Graph &parent() const { return *owner; }
  Module &module() const;
  const Location &location() const { return where; }
  void setLocation(Location location) { where = std::move(location); }
  /// The display name: the node's name, else "#<index>", else the first result's name.
  std::string label() const;

  /// Ops of the faithful graph (named by their first present result) that this core op came from.
  const std::vector<std::string> &origins() const { return originNames; }
  void setOrigins(std::vector<std::string> names) { originNames = std::move(names); }

  DiagnosticBuilder emitError() const;

  /// The next op of the graph, or null.
  Op *next() const;
  Op *previous() const;
  /// Removes and destroys the op; no result may have uses.
  void erase();
  /// Moves this op in front of `other`, which is in the same graph.
  void moveBefore(Op *other);

private:
  friend class Graph;
  friend class Value;
  Op(Graph *owner, std::string name);
  void dropOperands();
  void dropAllUses();

  std::string opName;
  std::vector<Value *> operandList;
  std::vector<std::unique_ptr<Value>> resultList;
  AttrDict attributes;
  std::vector<std::unique_ptr<Graph>> regionList;
  Graph *owner;
  Location where;
  std::vector<std::string> originNames;
  std::list<std::unique_ptr<Op>>::iterator self;
};

} // namespace fixcon
