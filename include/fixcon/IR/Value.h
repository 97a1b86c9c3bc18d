// Values in SSA form: results of ops, arguments of graphs, and weights.
#pragma once

#include "fixcon/IR/Type.h"

namespace fixcon {

class Op;
class Graph;
class Value;

/// One place where a value is used: operand `index` of `op`, or output `index` of `graph`.
struct Use {
  Op *op = nullptr;
  Graph *graph = nullptr; ///< set, and op null, for a graph output
  unsigned index = 0;
  bool operator==(const Use &) const = default;
};

class Value {
public:
  enum class Kind : uint8_t { Result, Argument, Weight };

  Kind kind() const { return which; }
  bool isWeight() const { return which == Kind::Weight; }
  bool isArgument() const { return which == Kind::Argument; }
  bool isResult() const { return which == Kind::Result; }

  /// Unique in its graph and the graphs around it (two nested graphs side by side may share a
  /// name); empty only for an absent result.
  const std::string &name() const { return label; }
  const Type &type() const { return valueType; }
  void setType(Type type) { valueType = std::move(type); }

  /// The op that makes it; null for arguments and weights.
  Op *definingOp() const { return producer; }
  /// Position among the results, arguments or weights.
  unsigned index() const { return position; }
  /// The graph that it belongs to.
  Graph &graph() const { return *owner; }

  /// The elements; only for weights. Shared until written.
  const Tensor &tensor() const { return constant; }
  /// The type follows; a grid stays with elements of the same dtype.
  void setTensor(Tensor tensor);

  const std::vector<Use> &uses() const { return useList; }
  bool hasUses() const { return !useList.empty(); }
  /// Every use of this value now uses `other`; the two must differ.
  void replaceAllUsesWith(Value *other);

  /// Faithful values or ops (by their first result) of the graph that this one's graph is the
  /// normal form of, from which a weight was computed. Ops keep their own list.
  const std::vector<std::string> &origins() const { return originNames; }
  void setOrigins(std::vector<std::string> names) { originNames = std::move(names); }

  /// What an importer keeps of a weight (data field, external file, unknown fields).
  const class AttrDict *attrs() const { return extra.get(); }
  void setAttrs(class AttrDict dict);

  ~Value();

private:
  friend class Op;
  friend class Graph;
  Value(Kind kind, Graph *owner) : which(kind), owner(owner) {}
  void addUse(Use use) { useList.push_back(use); }
  void removeUse(Use use);

  Kind which;
  unsigned position = 0;
  Graph *owner;
  Op *producer = nullptr;
  std::string label;
  Type valueType;
  Tensor constant;
  std::vector<Use> useList;
  std::vector<std::string> originNames;
  std::unique_ptr<class AttrDict> extra;
};

} // namespace fixcon
