#include "Machine.h"

#include <llvm/ADT/StringMap.h>
#include <llvm/TargetParser/Host.h>

#include <array>

namespace fixcon {

namespace {

struct Level {
  const char *name, *cpu;
  std::initializer_list<const char *> features; ///< beyond the level below
  unsigned vectorBytes, vectorRegisters;
};

/// From low to high; each has all that those below have.
const std::array levels{Level{"baseline", "x86-64", {}, 16, 16},
                        Level{"avx2",
                              "x86-64-v3",
                              {"avx", "avx2", "fma", "bmi", "bmi2", "f16c", "lzcnt", "movbe"},
                              32,
                              16},
                        Level{"avx512",
                              "x86-64-v4",
                              {"avx512f", "avx512vl", "avx512dq", "avx512bw", "avx512cd"},
                              64,
                              32}};

/// How many of the levels the host has: one at least.
size_t levelsOfHost() {
  auto features = llvm::sys::getHostCPUFeatures();
  size_t count = 0;
  for (const Level &level : levels) {
    for (const char *feature : level.features)
      if (!features.lookup(feature))
        return count;
    ++count;
  }
  return count;
}

Machine machineOf(const Level &level) {
  return {level.cpu, level.vectorBytes, level.vectorRegisters};
}

} // namespace

const Machine &hostMachine() {
#if defined(__x86_64__)
  static const Machine machine = machineOf(levels[levelsOfHost() - 1]);
#else
  static const Machine machine{llvm::sys::getHostCPUName().str(), 16, 32};
#endif
  return machine;
}

std::optional<Machine> machineNamed(std::string_view name) {
  if (name == "native")
    return hostMachine();
#if defined(__x86_64__)
  for (size_t i = 0; i < levelsOfHost(); ++i)
    if (levels[i].name == name)
      return machineOf(levels[i]);
#endif
  return std::nullopt;
}

} // namespace fixcon
