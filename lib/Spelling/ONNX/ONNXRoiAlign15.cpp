// RoiAlign before opset 16 knows no half pixels: corners of regions are pixel positions as they are.
#include "fixcon/Spelling/SpellingBuilder.h"

namespace fixcon {

void spellONNXRoiAlign15(SpellingBuilder &b) {
  if (b.attr<std::string>("coordinate_transformation_mode") != "output_half_pixel")
    return b.refuse("RoiAlign of opset " + std::to_string(b.opset()) +
                    " knows no half pixels (since opset 16)");
  AttrDict attrs = b.attrs();
  attrs.erase("coordinate_transformation_mode");
  b.rename(b.operands(), std::move(attrs));
}

} // namespace fixcon
