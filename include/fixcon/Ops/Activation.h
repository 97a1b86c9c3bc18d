// Activations that other ops carry by name: elementwise core ops of one operand, found by their
// ONNX name. Parameters are the op's float attributes in declared order, with their defaults.
#pragma once

#include "fixcon/Ops/OpDef.h"

namespace fixcon {

/// The op by its ONNX name in any case ("LeakyRelu", "leakyrelu"); null if no core op of that name
/// is a function of one float.
const OpDef *activationNamed(std::string_view name);

/// The names of the parameters: alpha, then beta.
std::vector<std::string> activationParameters(const OpDef &activation);

/// The activation of argument 0 with these attributes.
Scalar activationFormula(const OpDef &activation, const AttrDict &attrs);

} // namespace fixcon
