// What kernels are made of, and their index. One kernel, one file, one line in Kernels.def.
#pragma once

#include "Chain.h"
#include "Compiler.h"

#include "fixcon/IR/Op.h"

namespace fixcon {

/// What a kernel is asked for.
struct KernelRequest {
  const Op &op;        ///< the first one; elementwise ops stand in the chain as well
  Chain chain;         ///< what follows it
  DType dtype;         ///< of the arithmetic
  const Value &result; ///< of the last op of the chain
  std::shared_ptr<Compiler> compiler;

  int64_t lanes() const { return compiler->machine().lanes(byteSize(dtype)); }
};

inline constexpr unsigned allOperands = ~0u;

/// A line of Kernels.def.
struct KernelEntry {
  const char *op; ///< name of the core op that it computes
  /// How many operands of the op the kernel reads itself. Where it takes a chain, one behind them is a bias, which
  /// begins the chain; else it is a weight that the kernel asks the op for.
  unsigned operands;
  bool takesChain; ///< whether elementwise ops behind it are computed in it
  std::unique_ptr<Kernel> (*make)(KernelRequest request);
};

/// The entry for a core op, or null.
const KernelEntry *kernelEntry(std::string_view op);

/// The kernels of whole families.
std::unique_ptr<Kernel> makeElementwiseKernel(KernelRequest request);
std::unique_ptr<Kernel> makeMovementKernel(KernelRequest request);

} // namespace fixcon
