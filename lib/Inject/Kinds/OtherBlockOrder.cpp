// Depth to space by columns, rows, depth for depth, columns, rows, or the other way round.
#include "fixcon/Inject/EditSite.h"

namespace fixcon {

std::string plantOtherBlockOrder(EditSite &site) {
  if (!site.isOf(Family::Movement))
    return {};
  Attribute mode = site.attribute("mode");
  const auto *word = mode.get<std::string>();
  if (!word || (*word != "DCR" && *word != "CRD"))
    return {};
  std::string other = *word == "DCR" ? "CRD" : "DCR";
  return site.set("mode", other) ? "mode = " + other : "";
}

} // namespace fixcon
