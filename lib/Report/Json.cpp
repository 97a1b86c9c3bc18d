// The JSON report, schema fixcon-report/1 (docs/Report.md, docs/report.schema.json). Fields stand
// in a fixed order, so that equal runs give equal bytes; a number that is not finite is null.
#include "JsonFields.h"
#include "fixcon/Report/Report.h"

namespace fixcon {

std::string toJson(const Report &report) {
  Json whole = Json::object();
  JsonWriter writer(whole);
  Report copy = report;
  copy.visit(writer);
  // Names come from files: they need not be UTF-8, and what is beyond ASCII may turn or hide what a person reads.
  return whole.dump(2, ' ', /*ensure_ascii=*/true, Json::error_handler_t::replace) + "\n";
}

} // namespace fixcon
