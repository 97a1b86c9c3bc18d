// The IR's binary form (.irb): FlatBuffers for the structure, weights behind it, 64-byte aligned,
// each content once; reading maps the file and copies no weight.
#pragma once

#include "fixcon/IR/Module.h"

namespace fixcon {

LogicalResult writeBinary(const Module &module, const std::string &path, Diagnostics &diags);
FailureOr<std::unique_ptr<Module>> readBinary(const std::string &path, Diagnostics &diags);

} // namespace fixcon
