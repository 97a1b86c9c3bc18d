#include "Tally.h"

namespace fixcon {

static double ratio(unsigned part, unsigned whole) { return whole ? double(part) / whole : 1; }

void Tally::add(Row &row, const PlantedOutcome &fault, size_t faults, bool isRepaired) {
  ++row.planted;
  row.found += fault.found;
  row.typed += fault.typed;
  row.first += fault.rank >= 0 && fault.rank < static_cast<int64_t>(faults);
  row.repaired += isRepaired;
}

void Tally::add(const Architecture &architecture, const TrialOutcome &outcome) {
  for (const PlantedOutcome &fault : outcome.faults)
    for (Row *row : {&all, &kinds[fault.planted.kind]})
      add(*row, fault, outcome.faults.size(), outcome.isRepaired());
  for (Pairs *row : {&pairs, &byArchitecture[architecture.name]}) {
    row->clean += outcome.isClean();
    row->silent += outcome.isClean() && outcome.falseFindings.empty();
    row->faulty += !outcome.isClean();
    row->repaired += !outcome.isClean() && outcome.isRepaired();
    row->falseFindings += static_cast<unsigned>(outcome.falseFindings.size());
    row->worse += outcome.isWorse();
  }
}

double Tally::recall() const { return ratio(all.found, all.planted); }
double Tally::precision() const { return ratio(all.found, all.found + pairs.falseFindings); }
double Tally::repaired() const { return ratio(pairs.repaired, pairs.faulty); }

std::string Tally::tables() const {
  auto cells = [](std::initializer_list<unsigned> numbers) {
    std::string text;
    for (unsigned number : numbers)
      text += " | " + std::to_string(number);
    return text + " |\n";
  };
  auto row = [&](const Row &r) {
    return cells({r.planted, r.found, r.typed, r.first, r.repaired});
  };
  std::string text =
      "| type | kind | planted | found | typed | ranked first | in repaired pairs |\n"
      "|---|---|---|---|---|---|---|\n";
  for (const EditKind &kind : faultKinds())
    if (auto found = kinds.find(kind.name); found != kinds.end())
      text += "| " + std::string(name(*kind.type)) + " | " + std::string(kind.name) +
              row(found->second);
  text += "| | all" + row(all);
  text += "\n| architecture | clean pairs | silent | faulty pairs | repaired | false findings | "
          "worse |\n"
          "|---|---|---|---|---|---|---|\n";
  auto pair = [&](const Pairs &p) {
    return cells({p.clean, p.silent, p.faulty, p.repaired, p.falseFindings, p.worse});
  };
  for (const auto &[name, p] : byArchitecture)
    text += "| " + name + pair(p);
  return text + "| all" + pair(pairs);
}

} // namespace fixcon
