// Edits of what a model's inputs are, and of what reads them.
#pragma once

#include "fixcon/Localize/InputOrder.h"

namespace fixcon {

/// What reads input order[i] comes to read input i.
void exchangeReaders(Graph &model, const InputOrder &order);
/// Input i becomes in name and type what input order[i] was.
void exchangeDeclarations(Graph &model, const InputOrder &order);

} // namespace fixcon
