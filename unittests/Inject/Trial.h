// One pair of models of which it is known what is wrong with the target, and what a repair makes of it.
#pragma once

#include "Net.h"

#include "fixcon/Inject/Inject.h"

#include <algorithm>

namespace fixcon {

struct TrialRequest {
  const Architecture *architecture = nullptr;
  unsigned disguises = 0, faults = 0;
  uint64_t seed = 0;
};

/// What became of one planted fault.
struct PlantedOutcome {
  Planted planted;
  bool found =
      false; ///< a finding names the node, one that it reads or feeds, or what was put in its place
  bool typed = false;                 ///< and has the type
  std::vector<std::string> otherwise; ///< "LH: cause" of those at that place that have another type
  int64_t rank =
      -1; ///< place of the first such node among those that differ, from 0; negative: not listed
};

struct TrialOutcome {
  std::vector<Planted> disguises;
  std::vector<PlantedOutcome> faults;
  std::vector<std::string>
      falseFindings;                 ///< "WB: cause" of those that name no place of a planted fault
  std::vector<std::string> findings; ///< all of them, and what became of each
  double before = 0, after = 0;      ///< how far the outputs are apart, on data that no pass saw
  bool sound =
      true; ///< the disguised target computed what the source does, before a fault was planted
  std::string text; ///< of the pair as it went in

  bool isClean() const { return faults.empty(); }
  bool isTyped() const { return std::ranges::all_of(faults, &PlantedOutcome::typed); }
  bool isRepaired() const { return after <= 1e-3; }
  bool isWorse() const { return after > 1e-4 && after > 1.01 * before; }
};

/// Builds, disguises, plants, repairs. A fault that no data shows is taken back, and another is planted.
TrialOutcome runTrial(const TrialRequest &request);

} // namespace fixcon
