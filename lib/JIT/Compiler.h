// Kernels from LLVM IR to machine code, each once for the whole process.
#pragma once

#include "Machine.h"

#include <functional>
#include <memory>
#include <string>

namespace llvm {
class Module;
}

namespace fixcon {

/// Safe to use from threads, which compile different kernels at the same time.
class Compiler {
public:
  explicit Compiler(Machine machine);
  ~Compiler();

  const Machine &machine() const { return target; }
  /// The entry of the function that `write` adds to the module under the name it is given. What `key` says must
  /// decide what is written: a key is compiled once.
  void *compile(const std::string &key,
                const std::function<void(llvm::Module &module, const std::string &name)> &write);

private:
  struct Session;
  Machine target;
  std::unique_ptr<Session> session;
};

} // namespace fixcon
