// Operands one behind the other. Where all of them come out of Transposes in one order, what those read is put together.
#include "ChannelsLast.h"
#include "fixcon/Transforms/CoreBuilder.h"

#include <algorithm>

namespace fixcon {

void spellTFLiteConcat(SpellingBuilder &b) {
  int64_t rank = b.rank(0), axis = b.attr<int64_t>("axis");
  if (b.refused())
    return;
  axis += axis < 0 ? rank : 0;
  auto attrsFor = [](int64_t a) {
    return attrsOf({{"axis", a}, {"fused_activation_function", "NONE"}});
  };
  auto first = transposedBy(b.in(0));
  bool sinks = first && std::ranges::all_of(b.operands(), [&](const SpellingOperand &operand) {
                 auto made = transposedBy(operand);
                 return made && made->perm == first->perm;
               });
  if (!sinks)
    return b.result(0, b.foreign("CONCATENATION", b.operands(), attrsFor(axis), b.resultType(0)));
  std::vector<SpellingOperand> inner;
  for (const SpellingOperand &operand : b.operands())
    inner.emplace_back(transposedBy(operand)->inner);
  Value *y = b.foreign("CONCATENATION", inner, attrsFor(first->perm[static_cast<size_t>(axis)]),
                       transposed(b.resultType(0), inverse(first->perm)));
  b.result(0, transposed(b, y, first->perm).value);
}

} // namespace fixcon
