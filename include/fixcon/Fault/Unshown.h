// Differences that are no findings, since no input that was tried shows them.
#pragma once

#include "fixcon/IR/Module.h"

namespace fixcon {

/// `unshown @target {node = ...}`: an op of the target, as the file names it, that differs from its partner by weights
/// or attributes. Once a node.
void noteUnshown(Module &module, const std::string &node);
/// The nodes in the order in which they were noted.
std::vector<std::string> unshownOf(const Module &module);

} // namespace fixcon
