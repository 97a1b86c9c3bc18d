// What the normalisations over trailing axes share.
#pragma once

#include "fixcon/Spelling/SpellingBuilder.h"

namespace fixcon {

/// The axes of operand 0 from attribute `axis` on, counted from behind.
inline SpellingOperand trailingAxes(SpellingBuilder &b) {
  auto axis = b.attr<int64_t>("axis", -1);
  std::vector<int64_t> axes;
  for (int64_t i = axis < 0 ? axis : axis - b.rank(0); i < 0 && !b.refused(); ++i)
    axes.push_back(i);
  return Tensor::of<int64_t>({std::ssize(axes)}, axes);
}

} // namespace fixcon
