// Reports: a text is refused with a diagnostic, or what was read is written and read as the same, and can be shown.
#include "Target.h"

#include "fixcon/Report/Report.h"

namespace fixcon {

void fuzzOne(std::string_view input) {
  Diagnostics diags;
  auto report = reportFromJson(input, "report.json", diags);
  mustHold(succeeded(report) || diags.errorCount(), "refused without a diagnostic");
  if (failed(report))
    return;
  std::string text = toJson(*report);
  auto again = reportFromJson(text, "again.json", diags);
  mustHold(succeeded(again), "what is written is refused", text);
  mustHold(toJson(*again) == text, "read back as another report", text);
  std::string shown = toText(*report);
  mustHold(shown.find('\x1b') == std::string::npos, "an escape code reaches the terminal");
}

} // namespace fixcon
