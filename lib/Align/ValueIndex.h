// The source's values, found by what they hold.
#pragma once

#include "ValueMoments.h"
#include "fixcon/Align/Alignment.h"

namespace fixcon {

/// A source value that equals given samples up to the order of elements.
struct ValueMatch {
  const Value *source = nullptr;
  LayoutMatch match;
};

class ValueIndex {
public:
  ValueIndex(const Graph &source, const SourceValues &values);

  /// The source value with the least error; among equal ones (movement, identities) the first in the
  /// source's order.
  std::optional<ValueMatch> find(const Samples &samples) const;
  /// Whether a value of the source may have these elements in some order, by their moments. True where nothing is known.
  bool mayEqual(const Value &source, const ValueMoments &moments) const;

private:
  const SourceValues &values;
  std::unordered_map<int64_t, std::vector<const Value *>> bySize;
  std::unordered_map<const Value *, ValueMoments> momentsOf;
};

} // namespace fixcon
