// a >= b spelt out as a > b or a = b, and a <= b likewise: not the negation, for NaN is neither.
#include "fixcon/Spelling/SpellingBuilder.h"

namespace fixcon {

void spellONNXOrEqual11(SpellingBuilder &b) {
  const char *strict = b.def().name() == "greater_or_equal" ? "greater" : "less";
  Value *apart = b.core(strict, {b.in(0), b.in(1)}), *equal = b.core("equal", {b.in(0), b.in(1)});
  b.result(0, b.core("or", {apart, equal}));
}

} // namespace fixcon
