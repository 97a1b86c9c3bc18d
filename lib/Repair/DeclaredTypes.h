// What a file says of its values' shapes must stay true after an edit.
#pragma once

#include "fixcon/IR/Module.h"

namespace fixcon {

/// Corrects the types of the results of @target that contradict what follows from its ops: numbers that are others now,
/// another rank. Symbols stay, and so does what cannot be inferred. Of values that edits have added, outputs apart, nothing
/// is declared but what follows at all sizes, for they were typed at those of the data.
void correctDeclaredTypes(Module &module);

} // namespace fixcon
