// What a file says of its values' shapes must stay true after an edit.
#pragma once

#include "fixcon/IR/Module.h"

namespace fixcon {

/// Corrects the types of the results of `faithful` that contradict what follows from its ops:
/// numbers that are others now, another rank. Symbols stay, and so does what cannot be inferred.
void correctDeclaredTypes(Graph &faithful);

} // namespace fixcon
