// TensorFlow Lite as a format among others: a file holds one model, a module may hold more.
#include "TFLite/Export/ExportTFLite.h"
#include "TFLite/Import/ImportTFLite.h"

#include "fixcon/Formats/Models.h"
#include "fixcon/Support/File.h"

namespace fixcon {

static FailureOr<std::unique_ptr<Module>> read(const std::string &path, const std::string &name,
                                               Diagnostics &diags) {
  auto mapped = MappedFile::open(path, diags);
  if (failed(mapped))
    return failure();
  auto file = ModelFile::open(path, (*mapped)->bytes(), *mapped, diags);
  auto module = std::make_unique<Module>(diags);
  if (failed(file) || failed(importTFLite(*file, *module, name)))
    return failure();
  return module;
}

static LogicalResult write(const Module &module, const std::string &path, const std::string &name,
                           const PrintOptions &) {
  auto graph = onlyModel(module, name, Location::inFile(path));
  return failed(graph) ? failure() : exportTFLite(**graph, path);
}

FormatMethods methodsOfTFLite() { return {read, write}; }

} // namespace fixcon
