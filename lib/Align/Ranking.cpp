// The ranking as records of the module, where reports read it.
#include "fixcon/Align/Ranking.h"

#include "fixcon/IR/RecordFields.h"

namespace fixcon {

static constexpr const char *kind = "rank";

std::vector<Ranked> rankingOf(const Module &module) {
  std::vector<Ranked> ranking;
  for (const Record &record : module.records())
    if (record.kind == kind)
      if (auto fields = readFields<Ranked>(record, module.diagnostics()); succeeded(fields))
        ranking.push_back(std::move(*fields));
  return ranking;
}

void setRanking(Module &module, const std::vector<Ranked> &ranking) {
  std::erase_if(module.records(), [](const Record &r) { return r.kind == kind; });
  for (const Ranked &ranked : ranking) {
    Record record;
    record.kind = kind;
    record.subject = {"target", ""};
    writeFields(ranked, record);
    module.records().push_back(std::move(record));
  }
}

} // namespace fixcon
