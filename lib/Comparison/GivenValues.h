// What the user says that operators give which are not known (--value NAME=FILE).
#pragma once

#include "fixcon/Comparison/Compare.h"

namespace fixcon {

/// `samples`, and with them for @source of the module the values of the files: each holds as many as there are
/// samples, as an array file of --data does. Failure after a diagnostic if a name is not that of a result of an
/// operator that is not known, or a file does not hold such values. `module` and `diags` outlive them.
FailureOr<std::shared_ptr<SampleSource>> withGivenValues(std::shared_ptr<SampleSource> samples,
                                                         const std::vector<GivenValue> &values,
                                                         const Module &module, Diagnostics &diags);

} // namespace fixcon
