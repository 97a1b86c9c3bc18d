// Attributes and configuring operands, as lib/Localize/Configuration.cpp finds them.
#pragma once

#include "Repairer.h"

#include <memory>

namespace fixcon {

std::unique_ptr<Repairer> makeConfigurationRepairer(Module &module, PassContext &context);

} // namespace fixcon
