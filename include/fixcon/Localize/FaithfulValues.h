// What a file has in place of a value of the normal form.
#pragma once

#include "fixcon/Align/ExecutablePair.h"
#include "fixcon/Align/NormalPair.h"
#include "fixcon/Localize/ReorderedValues.h"

namespace fixcon {

class FaithfulValues {
public:
  /// `executable` tells the shapes that values of the file have.
  FaithfulValues(Graph &faithful, const Graph &executable)
      : faithful(faithful), executable(executable), reordered(faithful, executable) {}

  /// The value of that name; or, for the last op that the normal form makes of a node, what the node gives, with
  /// other axes of one element; or the same elements in another order of axes. Null if the file has none of them.
  Value *of(const Value &core) const;
  /// The shape of what stands there, which is not always the core value's; nothing if it is the core value's.
  std::optional<Shape> shapeOf(const Value &core) const;
  /// The order in which the file has the elements: transpose(core value, order); nothing if it is the core value's.
  std::optional<Permutation> orderOf(const Value &core) const;

private:
  Value *endOfNode(const Value &core) const;

  Graph &faithful;
  const Graph &executable;
  ReorderedValues reordered;
};

} // namespace fixcon
