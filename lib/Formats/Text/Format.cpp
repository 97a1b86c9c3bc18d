// The text of the IR as a format of files; what it looks like is the IR's matter.
#include "fixcon/Formats/Format.h"
#include "fixcon/Support/File.h"

namespace fixcon {

static FailureOr<std::unique_ptr<Module>> read(const std::string &path, const std::string &,
                                               Diagnostics &diags) {
  auto file = MappedFile::open(path, diags);
  if (failed(file))
    return failure();
  return parseModule((*file)->text(), path, diags);
}

static LogicalResult write(const Module &module, const std::string &path, const std::string &,
                           const PrintOptions &printing) {
  return writeFile(path, print(module, printing), module.diagnostics());
}

FormatMethods methodsOfText() { return {read, write, /*holdsModule=*/true}; }

} // namespace fixcon
