// The target subtracts a mean from each channel of what it is fed.
#include "fixcon/Inject/EditSite.h"

#include "InputEdit.h"

namespace fixcon {

std::string plantShiftedPicture(EditSite &site) {
  std::string input = changePicture(site, "sub", site.severity, site.severity / 4);
  return input.empty() ? "" : input + " less a mean";
}

} // namespace fixcon
