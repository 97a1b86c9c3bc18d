// The target scales what it is fed, which is scaled already, or has numbers of another range.
#include "fixcon/Inject/EditSite.h"

#include "InputEdit.h"

namespace fixcon {

std::string plantScaledPicture(EditSite &site) {
  std::string input = changePicture(site, "mul", 1 / (1 + 2 * site.severity), 0);
  return input.empty() ? "" : input + " times " + std::to_string(1 / (1 + 2 * site.severity));
}

} // namespace fixcon
