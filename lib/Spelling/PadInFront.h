// The padding of a window, of which an operator in front may do a part.
#pragma once

#include "fixcon/Spelling/Speller.h"

namespace fixcon {

/// An operator that pads what a window reads.
struct PadInFront {
  Op *pad = nullptr;
  Attribute::Ints amounts; ///< those of pad and window, as the normal form adds them
};

/// The operator in front of a node, alone read by it, whose amounts the normal form has added to those of the window op
/// `core` that the node means; nothing if it has not.
std::optional<PadInFront> padInFront(const Op &foreign, const Op &core, const Graph *normal);

/// Gives the call of a window op its amounts as numbers, with those of the pad: as long as sizes are known, what is to be
/// changed next shall be all that changes. Not where `name` is the automatic padding itself.
void sayAmounts(CoreCall &call, const Op &core, const PadInFront *pad, std::string_view name);

/// Of automatic padding and amounts the one that was not set goes.
void onlyOneSays(CoreCall &call, std::string_view name);

} // namespace fixcon
