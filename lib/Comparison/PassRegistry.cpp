// Passes stand in higher layers than the pass manager, so the table that refers to all of them
// stands here. A line calls the pass's creator: no linker drops it, and a missing file is a link
// error.
#include "fixcon/Comparison/PassRegistry.h"

#include <vector>

namespace fixcon {

#define PASS(Id, Flag, Group, Summary) std::unique_ptr<Pass> create##Id();
#include "fixcon/Pass/Passes.def"

std::span<const PassEntry> passRegistry() {
  static const std::vector<PassEntry> table = {
#define PASS(Id, Flag, Group, Summary) {Flag, Group, Summary, create##Id},
#include "fixcon/Pass/Passes.def"
  };
  return table;
}

} // namespace fixcon
