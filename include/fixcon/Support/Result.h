// Failure as a value. A function that can fail on input returns LogicalResult or FailureOr and has
// reported a diagnostic by then; no exception leaves a function of ours.
#pragma once

#include "llvm/Support/LogicalResult.h"

namespace fixcon {
using llvm::failed;
using llvm::failure;
using llvm::FailureOr;
using llvm::LogicalResult;
using llvm::succeeded;
using llvm::success;
} // namespace fixcon
