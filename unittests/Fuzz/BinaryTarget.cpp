// The reader of the binary form: a file is refused with a diagnostic, or what is read can be
// printed, written and read again without a change.
#include "Target.h"

#include "fixcon/IR/Binary.h"
#include "fixcon/IR/Text.h"

namespace fixcon {

void fuzzOne(std::string_view input) {
  Diagnostics diags;
  auto module = readBinary(scratchFile("in.irb", input), diags);
  mustHold(succeeded(module) || diags.errorCount(), "refused without a diagnostic");
  if (failed(module))
    return;
  std::string printed = print(**module), copy = scratchPath("copy.irb");
  mustHold(succeeded(writeBinary(**module, copy, diags)), "cannot be written", printed);
  auto again = readBinary(copy, diags);
  mustHold(succeeded(again), "what is written cannot be read", printed);
  mustHold(print(**again) == printed, "what is written reads as something else", printed);
}

} // namespace fixcon
