// Weights, scales and zero points of a quantised target, edited as what they are.
#pragma once

#include "fixcon/Align/NormalPair.h"
#include "fixcon/Fault/Fault.h"

namespace fixcon {

/// Whether the weight of the target's normal form is held as integers.
bool isHeldAsIntegers(const Value &weight, const NormalPair &pair);

/// Makes the integers behind a weight of the target's normal form, which `reader` reads, stand for the source's
/// numbers: by the scale and zero point that they have, if these do; else by others. Why that cannot be; empty if it
/// was done. `written` gets the names of what was written to.
std::string writeIntegers(const NormalPair &pair, const Value &weight, const Tensor &wanted,
                          std::vector<std::string> &written);

/// Gives the wrong grid of activations that a fault names the numbers of the one that is right, or of one that holds
/// the source's values on the data. What was written, or a refusal.
std::pair<std::string, std::string> repairActivationGrid(const Fault &fault, Module &module,
                                                         PassContext &context);
/// Whether the grid that the fault names is right.
bool isActivationGridRight(const Fault &fault, Module &module, PassContext &context);

/// Gives grids that end too early, and stand in the types of the file's tensors, ranges that hold the source's values on the
/// data. What was written, or a refusal.
std::pair<std::string, std::string> repairTypeGrids(Module &module, PassContext &context);
/// Whether there is no such grid.
bool areTypeGridsRight(Module &module, PassContext &context);

} // namespace fixcon
