// The ONNX reader: a file is refused with a diagnostic, or its export is read as the same module.
#include "Target.h"

#include "fixcon/Formats/ONNX/Export.h"
#include "fixcon/Formats/ONNX/Import.h"
#include "fixcon/IR/Text.h"

namespace fixcon {

/// The module's text without the places of its ops, which are those of its file.
static std::string textOf(const Module &module) {
  PrintOptions options;
  options.locations = false;
  return print(module, options);
}

/// The text of a file that must be readable.
static std::string readBack(const std::string &path, Module &module, const std::string &details) {
  auto graph = importONNX(path, module, "model");
  mustHold(succeeded(graph), "the export is refused", details);
  return textOf(module);
}

void fuzzOne(std::string_view input) {
  Diagnostics diags;
  Module module(diags);
  auto graph = importONNX(scratchFile("in.onnx", input), module, "model");
  mustHold(succeeded(graph) || diags.errorCount(), "refused without a diagnostic");
  if (failed(graph))
    return;
  std::string printed = textOf(module), copy = scratchPath("copy.onnx"), said;
  diags.setHandler([&](const Diagnostic &d) { said += diags.format(d) + "\n"; });
  mustHold(succeeded(exportONNX(**graph, copy)), "cannot be exported", said + printed);
  Module again(diags);
  std::string reread = readBack(copy, again, said + printed);
  // External elements move to a file beside the export, so their place may differ.
  bool same = reread == printed || printed.find("location") != std::string::npos;
  mustHold(same, "the export reads as something else", printed + reread);
}

} // namespace fixcon
