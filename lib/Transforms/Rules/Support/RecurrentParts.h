// Parts of recurrent layers that keep one tensor for each gate.
#pragma once

#include "fixcon/Transforms/RuleBuilder.h"

namespace fixcon {

/// The ONNX name of the activation that is fused, which is taken.
FailureOr<std::string> activationOf(RuleBuilder &b);

/// The tensors of gates one behind the other, under a first axis of one direction.
Value *gates(RuleBuilder &b, const std::vector<Value *> &parts);

/// Operand i as the state of one direction; null if it is absent.
Value *state(RuleBuilder &b, unsigned i);

/// Batches and steps in each other's place.
Value *swapped(RuleBuilder &b, Value *x);

/// How many numbers the state has that the recurrent weights of operand i read; 0 if it is not known.
int64_t hiddenSize(RuleBuilder &b, unsigned i);

/// How the state is rounded, where the op multiplies it with weights on a grid, as an attribute of the core op.
void takeRoundedState(RuleBuilder &b, AttrDict &attrs);

} // namespace fixcon
