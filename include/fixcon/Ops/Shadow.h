// What of a core graph lies behind ops that cannot be run.
#pragma once

#include "fixcon/IR/Graph.h"

#include <functional>
#include <unordered_map>

namespace fixcon {

class Shadow {
public:
  /// The first op that casts it on the way to `value`; null if the value can be computed.
  const Op *cause(const Value *value) const {
    auto found = causes.find(value);
    return found == causes.end() ? nullptr : found->second;
  }
  bool empty() const { return causes.empty(); }

protected:
  /// `isGiven`: results of ops which cast it that are known all the same.
  Shadow(const Graph &graph, const std::function<bool(const Op &)> &casts,
         const std::function<bool(const Value &)> &isGiven);

private:
  std::unordered_map<const Value *, const Op *> causes;
};

} // namespace fixcon
