// The table of ops that fixcon-opt --list-ops prints.
#pragma once

#include <string>

namespace fixcon {

/// Markdown: every core op as its definition has it, then every line of Rules.def.
std::string listOps();

} // namespace fixcon
