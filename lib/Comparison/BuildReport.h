// The report of a comparison, read from the records that the passes left in the module.
#pragma once

#include "fixcon/Comparison/Compare.h"

namespace fixcon {

/// Evaluations, outputs, alignment and findings. Paths, data, recipes and stages are the caller's to fill
/// in; then follows the verdict (Verdict.h). Failure after a diagnostic if a record is malformed.
FailureOr<Report> buildReport(const Module &module);

/// Format and hash of a model file.
ModelInfo modelInfo(const ModelFile &file, Diagnostics &diags);

} // namespace fixcon
