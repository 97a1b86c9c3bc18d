// Activations with options.
#include "Elementwise.h"
#include "fixcon/Transforms/CoreBuilder.h"

namespace fixcon {

void spellTFLiteActivation(SpellingBuilder &b) {
  AttrDict attrs;
  if (b.def().name() == "gelu")
    attrs.set("approximate", b.attr<std::string>("approximate") == "tanh");
  else if (b.def().name() == "leaky_relu")
    attrs.set("alpha", b.attr<double>("alpha"));
  else if (double alpha = b.attr<double>("alpha", 1); alpha != 1)
    return b.refuse("ELU has no other alpha than 1");
  b.result(0, spellElementwise(b, b.foreignType, {b.in(0)}, std::move(attrs), b.resultType(0)));
}

} // namespace fixcon
