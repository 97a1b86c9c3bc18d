// ONNX as a format among others: a file holds one model, a module may hold more.
#include "fixcon/Formats/Models.h"
#include "fixcon/Formats/ONNX/Export.h"
#include "fixcon/Formats/ONNX/Import.h"

namespace fixcon {

static FailureOr<std::unique_ptr<Module>> read(const std::string &path, const std::string &name,
                                               Diagnostics &diags) {
  auto module = std::make_unique<Module>(diags);
  if (failed(importONNX(path, *module, name)))
    return failure();
  return module;
}

static LogicalResult write(const Module &module, const std::string &path, const std::string &name,
                           const PrintOptions &) {
  auto graph = onlyModel(module, name, Location::inFile(path));
  return failed(graph) ? failure() : exportONNX(**graph, path);
}

FormatMethods methodsOfONNX() { return {read, write}; }

} // namespace fixcon
