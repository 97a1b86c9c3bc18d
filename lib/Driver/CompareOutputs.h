// The files that check, localize and repair write: chosen and looked at before any work.
#pragma once

#include "Session.h"
#include "fixcon/Comparison/Compare.h"

namespace fixcon {

/// Sets the output of `request`, whose source, target and data are set: -o; the target itself with --in-place;
/// else for a repair the target's name with `.fixed` before its extension, which must not be there yet.
/// An error if it or --json cannot be written, or is a file that the command reads.
LogicalResult readOutputs(Session &session, CompareRequest &request);

} // namespace fixcon
