// What goes into opaque ops is compared beside the outputs: it is where what can be computed ends.
#pragma once

#include "fixcon/IR/Module.h"

namespace fixcon {

/// Values of executable forms, by name: operands of partners among the opaque ops, each once. Records `opaque` of
/// the source's module say which are partners; constants and arguments are left out.
struct OpaqueOperands {
  std::vector<std::string> source, target;
};
OpaqueOperands opaqueOperands(const Graph &source, const Graph &target);

} // namespace fixcon
