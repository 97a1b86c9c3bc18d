// What is found and repaired of faults that were planted, over architectures, disguises and numbers of faults.
// FIXCON_INJECT_TRIALS says how many pairs are drawn, FIXCON_INJECT_SEED from where on; FIXCON_INJECT_TABLE, where the
// figures are written as the tables of docs/FaultTable.md. FIXCON_INJECT_ONLY runs one pair alone, FIXCON_INJECT_TELL prints
// those with a false finding, a wrong type or without repair.
#include "Tally.h"
#include "Trial.h"

#include "fixcon/IR/Text.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <iostream>

namespace fixcon {
namespace {

/// What holds now, rounded down: of the planted faults, of the findings, of the faulty pairs.
constexpr double leastRecall = 0.95, leastPrecision = 0.9, leastRepaired = 0.7;

uint64_t setting(const char *name, uint64_t usual) {
  const char *given = std::getenv(name);
  return given ? std::strtoull(given, nullptr, 10) : usual;
}

/// The pairs of a run in turn over the architectures, a quarter of them clean.
TrialRequest requestOf(uint64_t i, uint64_t seed) {
  const auto &all = architectures();
  Random random(seed * 1000003 + i);
  TrialRequest request{&all[i % all.size()]};
  request.disguises = static_cast<unsigned>(random.below(7));
  request.faults =
      i / all.size() % 4 == 0 ? 0 : 1 + static_cast<unsigned>(random.below(random.below(6) + 1));
  request.seed = random.next();
  return request;
}

std::string describe(uint64_t i, const TrialRequest &request, const TrialOutcome &outcome) {
  std::string text = "pair " + std::to_string(i) + ", " + request.architecture->name;
  for (const Planted &planted : outcome.disguises)
    text += "\n  disguised by " + planted.kind + " at " + planted.node;
  for (const PlantedOutcome &fault : outcome.faults) {
    text += "\n  " + fault.planted.kind + " at " + fault.planted.node + " (" +
            fault.planted.detail + ")" +
            (fault.found ? fault.typed ? ": found" : ": found as another type" : ": MISSED");
    if (!fault.typed)
      for (const std::string &finding : fault.otherwise)
        text += "\n    " + finding;
  }
  for (const std::string &finding : outcome.falseFindings)
    text += "\n  false finding: " + finding;
  return text + "\n  apart " + std::to_string(outcome.before) + " before, " +
         std::to_string(outcome.after) + " after\n";
}

TEST(Inject, PlantedFaultsAreFoundAndRepaired) {
  uint64_t trials = setting("FIXCON_INJECT_TRIALS", 36), seed = setting("FIXCON_INJECT_SEED", 1);
  uint64_t only = setting("FIXCON_INJECT_ONLY", UINT64_MAX);
  bool tells = std::getenv("FIXCON_INJECT_TELL");
  Tally tally;
  for (uint64_t i = 0; i < trials; ++i) {
    if (only != UINT64_MAX && i != only)
      continue;
    TrialRequest request = requestOf(i, seed);
    TrialOutcome outcome = runTrial(request);
    tally.add(*request.architecture, outcome);
    std::string what = describe(i, request, outcome);
    EXPECT_TRUE(outcome.sound) << "a disguise changed the meaning: " << what << outcome.text;
    EXPECT_TRUE(!outcome.isClean() || outcome.falseFindings.empty()) << what << outcome.text;
    EXPECT_FALSE(outcome.isWorse()) << what << outcome.text;
    if (tells && only == i)
      for (const std::string &finding : outcome.findings)
        what += "  told: " + finding + "\n";
    if (tells && (only == i || !outcome.falseFindings.empty() || !outcome.isRepaired() ||
                  !outcome.isTyped()))
      std::cout << what << (only == i ? outcome.text : "");
  }
  std::cout << tally.tables();
  if (only != UINT64_MAX)
    return;
  EXPECT_GE(tally.recall(), leastRecall);
  EXPECT_GE(tally.precision(), leastPrecision);
  EXPECT_GE(tally.repaired(), leastRepaired);
  if (const char *path = std::getenv("FIXCON_INJECT_TABLE"))
    std::ofstream(path) << tally.tables();
}

} // namespace
} // namespace fixcon
