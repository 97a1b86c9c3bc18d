// What code is generated for.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace fixcon {

/// A level of x86-64, or another host by its own name.
struct Machine {
  std::string
      cpu; ///< as LLVM names it; its tuning is generic, for that of single models makes code spill
  unsigned vectorBytes; ///< of one register
  unsigned vectorRegisters;

  int64_t lanes(size_t elementBytes) const {
    return static_cast<int64_t>(vectorBytes / elementBytes);
  }
};

/// The machine at hand: the highest level that it has.
const Machine &hostMachine();
/// "baseline", "avx2", "avx512" or "native"; nullopt for another name, or what the host has not.
std::optional<Machine> machineNamed(std::string_view name);

} // namespace fixcon
