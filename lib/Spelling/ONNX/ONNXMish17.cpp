// mish spelt out: x * tanh(softplus(x)).
#include "fixcon/Spelling/SpellingBuilder.h"

namespace fixcon {

void spellONNXMish17(SpellingBuilder &b) {
  b.result(0, b.core("mul", {b.in(0), b.core("tanh", {b.core("softplus", {b.in(0)})})}));
}

} // namespace fixcon
