// GridSample before opset 20 samples two axes and calls its methods bilinear and bicubic.
#include "fixcon/Spelling/SpellingBuilder.h"

namespace fixcon {

void spellONNXGridSample19(SpellingBuilder &b) {
  if (b.rank(0) != 4)
    return b.refuse("GridSample of opset " + std::to_string(b.opset()) +
                    " samples two axes (since opset 20 any number)");
  std::string mode = b.attr<std::string>("mode");
  AttrDict attrs = b.attrs();
  attrs.set("mode", mode == "linear" ? "bilinear" : mode == "cubic" ? "bicubic" : mode);
  b.rename(b.operands(), std::move(attrs));
}

} // namespace fixcon
