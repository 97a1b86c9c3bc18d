// Kernels that LLVM compiles for the shapes and the machine at hand.
#pragma once

#include "fixcon/Exec/Executor.h"

namespace fixcon {

/// The kernels of this process; what was compiled serves all graphs.
std::shared_ptr<const KernelProvider> jitKernels();

/// Runs `graph` by compiled kernels where there are some, else by the reference.
FailureOr<std::unique_ptr<Executor>> makeJITExecutor(const Graph &graph,
                                                     const ExecOptions &options);

} // namespace fixcon
