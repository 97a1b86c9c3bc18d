// The report of a comparison, read from the records that the passes left in the module.
#pragma once

#include "fixcon/Comparison/Compare.h"

namespace fixcon {

/// Evaluations, alignment, findings and recipes; the verdict follows from them. Paths, data and
/// stages are the caller's to fill in. Failure after a diagnostic if a record is malformed.
FailureOr<Report> buildReport(const Module &module);

/// Format and hash of a model file.
ModelInfo modelInfo(const ModelFile &file, Diagnostics &diags);

} // namespace fixcon
