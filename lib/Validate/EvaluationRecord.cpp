// Evaluations as records of the module, where reports and repairs read them: one for the samples, and one
// for each output in its order.
#include "fixcon/IR/RecordFields.h"
#include "fixcon/Validate/Evaluation.h"

namespace fixcon {

std::span<const std::string_view> wordsOf(PairedBy) {
  static constexpr std::string_view words[] = {"none", "name", "value", "position", "operand"};
  return words;
}

bool Evaluation::judgesAny() const {
  return std::ranges::any_of(
      outputs, [](const OutputEvaluation &o) { return o.isPaired() && o.unknown.empty(); });
}

bool Evaluation::outputsCorrespond() const {
  return std::ranges::all_of(outputs, [](const OutputEvaluation &o) {
    return o.isPaired() && o.sourcePlace == o.targetPlace;
  });
}

static bool has(const Record &record, std::string_view kind, std::string_view tag) {
  return record.kind == kind && record.tag == tag;
}

std::optional<Evaluation> evaluationOf(const Module &module, std::string_view tag) {
  std::optional<Evaluation> all;
  std::vector<OutputEvaluation> outputs;
  for (const Record &record : module.records()) {
    if (has(record, "output", tag)) {
      auto output = readFields<OutputEvaluation>(record, module.diagnostics());
      if (failed(output))
        return std::nullopt;
      outputs.push_back(std::move(*output));
    }
    if (has(record, "evaluation", tag)) {
      auto evaluation = readFields<Evaluation>(record, module.diagnostics());
      if (failed(evaluation))
        return std::nullopt;
      all = std::move(*evaluation);
    }
  }
  if (all)
    all->outputs = std::move(outputs);
  return all;
}

template <class T>
static void addRecord(Module &module, std::string_view kind, std::string_view tag, T fields) {
  Record record;
  record.kind = kind;
  record.tag = tag;
  record.subject = {"target", ""};
  record.against = {"source", ""};
  writeFields(std::move(fields), record);
  module.records().push_back(std::move(record));
}

void setEvaluation(Module &module, std::string_view tag, Evaluation evaluation) {
  std::erase_if(module.records(), [&](const Record &r) {
    return has(r, "evaluation", tag) || has(r, "output", tag);
  });
  std::vector<OutputEvaluation> outputs = std::move(evaluation.outputs);
  addRecord(module, "evaluation", tag, std::move(evaluation));
  for (OutputEvaluation &output : outputs)
    addRecord(module, "output", tag, std::move(output));
}

} // namespace fixcon
