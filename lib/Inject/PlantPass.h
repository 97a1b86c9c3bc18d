// What the two passes that plant have in common.
#pragma once

#include "fixcon/Inject/Inject.h"
#include "fixcon/Pass/Pass.h"

namespace fixcon {

/// A pass that plants edits into @target, or into the only model there is.
struct PlantPass : Pass {
  LogicalResult run(Module &module, PassContext &context) override;
  std::vector<PassOption> options() const override;
  LogicalResult setOption(const std::string &name, const std::string &value) override;

  /// All that may be planted.
  virtual std::span<const EditKind> kinds() const = 0;

private:
  LogicalResult plantOne(Graph &model, Random &random);

  PlantRequest request{{}, {}, 0.25};
  std::string kind;
  std::optional<FaultType> type;
  std::optional<uint64_t> seed;
  int64_t count = 1;
};

} // namespace fixcon
