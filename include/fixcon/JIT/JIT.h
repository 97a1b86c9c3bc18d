// Kernels that LLVM compiles for the shapes and the machine at hand.
#pragma once

#include "fixcon/Exec/Executor.h"

namespace fixcon {

/// The kernels of this process, compiled for the machine at hand ("native"), or for less than it has: "baseline", "avx2"
/// or "avx512". Null for another name, and for what the machine has not. What was compiled serves all graphs.
std::shared_ptr<const KernelProvider> jitKernels(std::string_view machine = "native");

/// Runs `graph` by compiled kernels where there are some, else by the reference.
FailureOr<std::unique_ptr<Executor>> makeJITExecutor(const Graph &graph,
                                                     const ExecOptions &options);

} // namespace fixcon
