// The TensorFlow Lite reader: a file is refused with a diagnostic, or exporting the module gives it back byte by
// byte, and exporting it without the file that it came from is read as the same graphs.
#include "Target.h"

#include "fixcon/Formats/Models.h"
#include "fixcon/IR/Text.h"
#include "fixcon/Support/File.h"

namespace fixcon {

static std::string textOf(const Module &module) {
  PrintOptions options;
  options.locations = false;
  return print(module, options);
}

static std::string contentOf(const std::string &path, Diagnostics &diags) {
  auto file = MappedFile::open(path, diags);
  mustHold(succeeded(file), "what is written cannot be opened");
  return std::string((*file)->text());
}

void fuzzOne(std::string_view input) {
  Diagnostics diags;
  const Format &tflite = format(FormatId::TFLite);
  auto module = readModel(tflite, scratchFile("in.tflite", input), diags);
  mustHold(succeeded(module) || diags.errorCount(), "refused without a diagnostic");
  if (failed(module))
    return;
  std::string printed = textOf(**module), copy = scratchPath("copy.tflite"), said;
  mustHold(succeeded(verifyStructure(**module)), "the module is not valid", printed);
  diags.setHandler([&](const Diagnostic &d) { said += diags.format(d) + "\n"; });
  mustHold(succeeded(writeModel(**module, "", tflite, copy, {})), "cannot be exported",
           said + printed);
  mustHold(contentOf(copy, diags) == input, "the export has other bytes", printed);
}

} // namespace fixcon
