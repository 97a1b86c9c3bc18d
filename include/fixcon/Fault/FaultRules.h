// The rules that findings name.
#pragma once

#include "fixcon/Fault/Fault.h"

#include <span>

namespace fixcon {

/// A line of FaultRules.def.
struct FaultRule {
  FaultType type;
  std::string_view rule; ///< "FX-WB-scale", or "FX-LH-*" for all rules that begin so
  std::string_view meaning, example, repair;
};

/// Every line, in the order of the index.
std::span<const FaultRule> faultRules();
/// The line that a finding's rule falls under; null if there is none.
const FaultRule *faultRule(std::string_view rule);

/// The lines as Markdown, a section a type.
std::string listFaultRules();

} // namespace fixcon
