// What fixcon-opt was asked to do, and doing it.
#pragma once

#include "Session.h"
#include "fixcon/Pass/PassManager.h"

namespace fixcon {

struct OptOptions {
  std::string input = "-";    ///< the one model, unless `source` or `target` is given
  std::string source, target; ///< a pair
  std::string output = "-";
  std::string graph;
  std::optional<std::string> from, to;
  Pipeline pipeline;
  PassManagerOptions manager;
  PrintOptions printing;
  int64_t repairLimit = -1;
  bool timing = false, runReproducer = false;
  bool verifyDiagnostics = false, splitInput = false, verifyRoundtrip = false;

  bool isPair() const { return !source.empty() || !target.empty(); }
};

ExitCode runOpt(Session &session, const OptOptions &options);

} // namespace fixcon
