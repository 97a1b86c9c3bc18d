// What a run found, for people and for other tools.
#pragma once

#include "fixcon/Fault/Fault.h"
#include "fixcon/Validate/Evaluation.h"

namespace fixcon {

struct ModelInfo {
  std::string path, format, sha256;
};

/// Everything that the JSON report of docs/Report.md holds.
struct Report {
  std::string toolVersion;
  ModelInfo source, target, output;
  uint64_t seed = 0;
  int64_t samples = 0;
  std::vector<std::string> rejected;
  std::string sourceRecipe, targetRecipe, repairedRecipe; ///< JSON texts; empty: none
  std::string verdict; ///< match, repaired, partly_repaired, mismatch
  Evaluation before, after;
  int64_t weighted = 0, aligned = 0;
  std::vector<std::string> unaligned;
  std::vector<Fault> findings;
  struct Ranked {
    std::string target, source;
    double score;
  };
  std::vector<Ranked> ranking;
  std::vector<std::pair<std::string, double>> stages; ///< name, seconds
};

/// schema fixcon-report/1.
std::string toJson(const Report &report);
/// A few lines for a terminal.
std::string toText(const Report &report);

} // namespace fixcon
