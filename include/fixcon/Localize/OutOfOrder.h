// Values of the target that hold the right elements in another order, and what put them there.
#pragma once

#include "fixcon/Align/Alignment.h"

namespace fixcon {

class OpDef;

/// Whether ops of the kind only bring elements into another order: reshapes and transposes. Null: no.
bool onlyOrders(const OpDef *def);

/// Movement ops, the last one first, where the elements that the value hands on came out of order: between the first
/// value that another order of axes runs through and the one above that something else computes. What the source does as
/// well only hands it on. Empty if nothing moves elements there.
std::vector<const Op *> movementBehind(const Value &value, const Alignment &alignment);

/// The same for each operand of the op that is aligned and out of order.
std::vector<std::vector<const Op *>> movementsInto(const Op &op, const Alignment &alignment);

/// The transposes of the file that an op of the normal form has taken in: into its weights, or into which axes it counts.
std::vector<const Op *> foldedTransposes(const Op &core, const Graph &faithful);

} // namespace fixcon
