// hard_swish spelt out: x * hard_sigmoid(x) with slope 1/6 and offset 1/2.
#include "fixcon/Spelling/SpellingBuilder.h"
#include "fixcon/Transforms/CoreBuilder.h"

namespace fixcon {

void spellONNXHardSwish13(SpellingBuilder &b) {
  AttrDict sixth = attrsOf({{"alpha", double(1.0F / 6.0F)}, {"beta", 0.5}});
  b.result(0, b.core("mul", {b.in(0), b.core("hard_sigmoid", {b.in(0)}, std::move(sixth))}));
}

} // namespace fixcon
