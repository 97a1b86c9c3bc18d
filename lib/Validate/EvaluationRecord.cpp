// Evaluations as records of the module, where reports and repairs read them.
#include "fixcon/IR/RecordFields.h"
#include "fixcon/Validate/Evaluation.h"

namespace fixcon {

static bool isEvaluation(const Record &record, std::string_view tag) {
  return record.kind == "evaluation" && record.tag == tag;
}

std::optional<Evaluation> evaluationOf(const Module &module, std::string_view tag) {
  for (const Record &record : module.records()) {
    if (!isEvaluation(record, tag))
      continue;
    auto evaluation = readFields<Evaluation>(record, module.diagnostics());
    return succeeded(evaluation) ? std::optional(std::move(*evaluation)) : std::nullopt;
  }
  return std::nullopt;
}

void setEvaluation(Module &module, std::string_view tag, Evaluation evaluation) {
  std::erase_if(module.records(), [&](const Record &r) { return isEvaluation(r, tag); });
  Record record;
  record.kind = "evaluation";
  record.tag = tag;
  record.subject = {"target", ""};
  record.against = {"source", ""};
  writeFields(std::move(evaluation), record);
  module.records().push_back(std::move(record));
}

} // namespace fixcon
