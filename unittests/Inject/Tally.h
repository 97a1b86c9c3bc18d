// What many trials amount to.
#pragma once

#include "Trial.h"

#include <map>

namespace fixcon {

class Tally {
public:
  void add(const Architecture &architecture, const TrialOutcome &outcome);

  double recall() const;    ///< of the planted faults that were found
  double precision() const; ///< of the findings that name a planted fault's place
  double repaired() const;  ///< of the faulty pairs that agree on other data afterwards

  /// In Markdown: all, by kind, by architecture.
  std::string tables() const;

private:
  struct Row {
    unsigned planted = 0, found = 0, typed = 0, first = 0, repaired = 0;
  };
  struct Pairs {
    unsigned clean = 0, silent = 0, faulty = 0, repaired = 0, falseFindings = 0, worse = 0;
  };
  static void add(Row &row, const PlantedOutcome &fault, size_t faults, bool isRepaired);

  std::map<std::string, Row, std::less<>> kinds;
  Row all;
  std::map<std::string, Pairs, std::less<>> byArchitecture;
  Pairs pairs;
};

} // namespace fixcon
