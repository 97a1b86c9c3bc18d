// What edits of the model's inputs share.
#pragma once

#include "fixcon/Inject/EditSite.h"

namespace fixcon {

/// Everything that read an input of the model reads `by`, which was made from it. "input <its name>".
std::string readInstead(EditSite &site, Value &input, Value &by);

/// The readers of the picture that the site's op reads (an input of floats with channels at axis 1 and two axes
/// behind) read it with a core op of one more constant applied, one number for each channel.
std::string changePicture(EditSite &site, std::string_view core, double first, double step);

} // namespace fixcon
