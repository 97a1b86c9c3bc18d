// Whether the target's inputs are called and placed as the source's.
#pragma once

#include "fixcon/Align/Alignment.h"

namespace fixcon {

/// By place among the target's inputs: the one whose readers want what is fed there. In order: all is right.
using InputOrder = std::vector<unsigned>;

/// Inputs of one type of which each is read as if it were another.
InputOrder exchangedInputs(const NormalPair &pair, const Alignment &alignment);

/// Inputs that have new names, and sizes by which alone they can be told: in the source's order. The data in
/// `samples` may know them by name; then places mean nothing.
InputOrder declaredInputs(const NormalPair &pair, const Alignment &alignment,
                          const SampleSource &samples);

/// "what 'a' is fed is read as 'b', ..."
std::string inWords(const InputOrder &order, const Graph &target);

} // namespace fixcon
