// One foreign node by itself, in a module of its own, and its core form: what the rules say it means.
#pragma once

#include "fixcon/IR/Module.h"
#include "fixcon/Ops/OpDef.h"

#include <functional>
#include <optional>

namespace fixcon {

class NodeAlone {
public:
  /// What an operand is to the node.
  struct Known {
    Type type;
    std::optional<Tensor> elements = {}; ///< if it counts as a constant
  };
  using Know = std::function<Known(Value &operand)>;
  NodeAlone(const Op &foreign, const Know &know);

  /// The core op that is the meaning of the node; null if there are several.
  const Op *only(const OpDef &def) const;
  /// Whether the core op is part of the meaning, once.
  bool holds(const OpDef &def) const;
  /// Its core form; null if it is not understood.
  const Graph *graph() const { return core; }
  /// The elements of the first result if they follow from constants.
  std::optional<Tensor> value() const;

private:
  Diagnostics silent;
  Module module;
  Graph *core = nullptr;
};

} // namespace fixcon
