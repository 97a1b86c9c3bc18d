// A recurrent op runs from the end to the beginning, or the other way round.
#include "fixcon/Inject/EditSite.h"

namespace fixcon {

std::string plantOtherDirection(EditSite &site) {
  Attribute direction = site.attribute("direction");
  const auto *word = direction.get<std::string>();
  if (!word || (*word != "forward" && *word != "reverse"))
    return {};
  std::string other = *word == "forward" ? "reverse" : "forward";
  return site.set("direction", other) ? "direction = " + other : "";
}

} // namespace fixcon
