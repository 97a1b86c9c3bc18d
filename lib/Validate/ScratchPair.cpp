#include "ScratchPair.h"

#include "OutputComparison.h"
#include "fixcon/Align/Samples.h"
#include "fixcon/Transforms/Normalize.h"

namespace fixcon {

ScratchPair::ScratchPair(const Graph &source, const Graph &target, const Module &module,
                         const Environment &given)
    : environment(given), caught([this](const Diagnostic &d) {
        if (complaint.empty() && d.severity <= Severity::Error)
          complaint = d.message;
      }),
      scratch(caught) {
  environment.progress = std::make_shared<Progress>();
  environment.stop = {};
  scratch.cloneModel(source);
  scratch.cloneModel(target);
  for (const Record &record : module.records())
    if (record.kind == "compare")
      scratch.records().push_back(record);
}

Graph *ScratchPair::legalize(std::string_view name, SampleSource &samples) {
  Graph &model = *scratch.graph(std::string(name));
  auto inputs = samples.load(model, 0);
  if (failed(inputs))
    return nullptr;
  ArgumentTypeMap types;
  for (const auto &[argument, tensor] : *inputs)
    types[argument] = Type::tensor(tensor.dtype(), tensor.shape());
  auto executable = fixcon::legalize(scratch, model, types, sharedNumbers(model, samples));
  return succeeded(executable) ? *executable : nullptr;
}

bool ScratchPair::runs(const Graph &executable, SampleSource &samples) const {
  ModelRunner runner(executable, environment, samples);
  auto inputs = runner.load(0);
  return succeeded(inputs) && succeeded(runner.prepare()) && succeeded(runner.runExactly(*inputs));
}

std::string ScratchPair::takeComplaint() {
  std::string text = complaint.empty() ? "it cannot be run" : std::move(complaint);
  complaint.clear();
  return text;
}

} // namespace fixcon
