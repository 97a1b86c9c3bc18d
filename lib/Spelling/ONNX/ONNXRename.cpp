// The newest name reaches further back than the definition's rename says: what differs is that
// operands were attributes, or that attributes were not there yet, which renaming sees to.
//
//   clip %x, 0.0, 6.0   ->   onnx.Clip %x {min = 0.0, max = 6.0}      (opset 10)
#include "fixcon/Spelling/SpellingBuilder.h"

namespace fixcon {

void spellONNXRename(SpellingBuilder &b) { b.rename(); }

} // namespace fixcon
