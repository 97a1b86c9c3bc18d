// Reading is strict: a misspelt field would otherwise be a default that nobody asked for.
#include "fixcon/IR/RecordFields.h"

namespace fixcon {

void FieldReader::complain(const std::string &name, const char *what) {
  fine = false;
  (void)(diags.error(record.location).code("IR-record")
         << "'" << name << "' of a record '" << record.kind << "' " << what);
}

LogicalResult FieldReader::finish() {
  for (const auto &[name, value] : record.attrs)
    if (!taken.contains(name))
      complain(name, "is not known");
  return success(fine);
}

} // namespace fixcon
