// Resizing where an opset has no words for it.
#pragma once

#include "fixcon/Spelling/SpellingBuilder.h"

namespace fixcon {

/// A resize of the last one or two axes, of sizes that are known, as products with the matrices that it stands for.
/// False, and nothing is written, if it is of another kind.
bool spellResizeByProducts(SpellingBuilder &b);

} // namespace fixcon
