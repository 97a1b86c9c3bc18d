// What configures two ops of one kind, compared.
#pragma once

#include "fixcon/Align/Alignment.h"

namespace fixcon {

struct HyperparameterDifference {
  std::string name;         ///< of the attribute, or of the operand
  Attribute source, target; ///< effective values; empty if there is none
  int64_t operand = -1;     ///< index if an operand configures the op
};

/// Attributes by their effective values (defaults count), then constant operands whose role is to
/// configure the op. Numbers are equal if they are in f32. `source` and `target` are core ops of
/// one name whose data lies in one layout.
std::vector<HyperparameterDifference> hyperparameterDifferences(const Op &source, const Op &target);

/// The same of two partners. Where their data lies in another order, only what differs whatever axes its numbers count:
/// reals, and the lists of windows that hold other numbers.
std::vector<HyperparameterDifference> hyperparameterDifferences(const OpPair &pair);

} // namespace fixcon
