// The binary form of the IR as a format of files; its layout is the IR's matter.
#include "fixcon/Formats/Format.h"
#include "fixcon/IR/Binary.h"

namespace fixcon {

static FailureOr<std::unique_ptr<Module>> read(const std::string &path, const std::string &,
                                               Diagnostics &diags) {
  return readBinary(path, diags);
}

static LogicalResult write(const Module &module, const std::string &path, const std::string &,
                           const PrintOptions &) {
  return writeBinary(module, path, module.diagnostics());
}

FormatMethods methodsOfBinary() { return {read, write, /*holdsModule=*/true}; }

} // namespace fixcon
