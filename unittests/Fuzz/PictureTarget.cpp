// The decoders of pictures: a file is refused with a diagnostic, or gives as many pixels as it says.
#include "Target.h"

#include "fixcon/Data/Image.h"

namespace fixcon {

void fuzzOne(std::string_view input) {
  Diagnostics diags;
  auto image = readImage(scratchFile("picture", input), diags);
  mustHold(succeeded(image) || diags.errorCount(), "refused without a diagnostic");
  if (failed(image))
    return;
  auto pixels = static_cast<size_t>(image->height * image->width * 3);
  mustHold(image->height > 0 && image->width > 0 && image->pixels.size() == pixels,
           "a picture of another size than it says");
}

} // namespace fixcon
