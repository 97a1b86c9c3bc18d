// The source's normal form runs once on each of a few samples, and every value is kept: they are what
// target values are compared with, and what target ops are fed.
#include "fixcon/Align/Alignment.h"

#include "fixcon/Align/Samples.h"
#include "fixcon/Ops/Opaque.h"

namespace fixcon {

using Inputs = std::map<std::string, Tensor>;

/// All that can be computed from the inputs, and these.
static std::vector<const Value *> valuesToKeep(const Graph &graph, const Inputs &inputs) {
  OpaqueShadow shadow(graph, inputs);
  std::vector<const Value *> values;
  for (const auto &a : graph.arguments())
    values.push_back(a.get());
  for (const auto &op : graph.ops())
    for (unsigned i = 0; i < op->numResults(); ++i)
      if (op->hasResult(i) && op->result(i)->type().isTensor() && !shadow.cause(op->result(i)))
        values.push_back(op->result(i));
  return values;
}

/// One sample aligns as well as three; the second guards against a degenerate picture
/// (docs/Alignment.md).
static constexpr int64_t samplesUsed = 2;

FailureOr<SourceValues> SourceValues::compute(Module &module, PassContext &context) {
  auto normal = sourceNormalForm(module, context);
  if (failed(normal))
    return failure();
  const Graph &source = *module.graph("source");
  ExecOptions options;
  options.seed = context.environment.seed;
  auto executor = context.environment.executor(**normal, options);
  if (failed(executor))
    return failure();
  std::shared_ptr<SampleSource> samples = samplesOf(module, context);
  std::vector<const Value *> fetches;
  SourceValues out;
  // Unreadable samples are passed over, as everywhere.
  for (int64_t i = 0; i < samples->size() && out.samples < samplesUsed; ++i) {
    auto inputs = samples->load(source, i);
    if (failed(inputs))
      continue;
    if (fetches.empty())
      fetches = valuesToKeep(**normal, *inputs);
    auto results = (*executor)->run(bindArguments(**normal, *inputs), fetches);
    if (failed(results))
      return failure();
    for (size_t k = 0; k < fetches.size(); ++k) {
      Tensor &t = (*results)[k];
      if (!t.isString() && classOf(t.dtype()) != DTypeClass::Complex)
        out.values[fetches[k]].push_back(std::move(t));
    }
    ++out.samples;
  }
  if (out.samples == 0)
    return module.diagnostics().error(source.location()) << "no sample could be read";
  return out;
}

} // namespace fixcon
