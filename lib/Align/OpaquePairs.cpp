// The target's opaque op is taken to give what the source's is said to give: whatever stands behind it is then
// compared on the same values.
#include "fixcon/Align/OpaquePairs.h"

#include "fixcon/Ops/Opaque.h"
#include "fixcon/Transforms/Normalize.h"

#include <algorithm>
#include <cmath>

namespace fixcon {

bool isUnknownInFile(const Op &opaque, const Graph &faithful) {
  const Value *result = opaque.hasResult(0) ? faithful.value(opaque.result()->name()) : nullptr;
  const Op *op = result ? result->definingOp() : nullptr;
  return op && op->name() == opaque.name() && !isKnown(*op);
}

bool isComparable(const OpPair &ops, const NormalPair &pair) {
  return isOpaque(*ops.target) ? isUnknownInFile(*ops.target, *pair.target)
                               : !std::isnan(ops.error);
}

static constexpr const char *kind = "opaque";

std::vector<OpaquePair> opaquePairsOf(const Module &module) {
  std::vector<OpaquePair> pairs;
  for (const Record &record : module.records())
    if (record.kind == kind)
      pairs.push_back({record.subject.value, record.against.value});
  return pairs;
}

void setOpaquePairs(Module &module, const std::vector<OpaquePair> &pairs) {
  std::erase_if(module.records(), [](const Record &r) { return r.kind == kind; });
  for (const OpaquePair &pair : pairs) {
    Record record;
    record.kind = kind;
    record.subject = {"target", pair.target};
    record.against = {"source", pair.source};
    module.records().push_back(std::move(record));
  }
}

namespace {

using Inputs = std::map<std::string, Tensor>;

class WithGiven : public SampleSource {
public:
  WithGiven(std::shared_ptr<SampleSource> base, const Module &module)
      : base(std::move(base)), module(module) {}

  int64_t size() const override { return base->size(); }
  bool hasOwn(const Value &argument) const override { return base->hasOwn(argument); }
  std::vector<std::string> rejected() const override { return base->rejected(); }
  std::string name(int64_t i) const override { return base->name(i); }

  FailureOr<Inputs> load(const Graph &graph, int64_t i) override {
    FailureOr<Inputs> inputs = base->load(graph, i);
    const Graph *source = module.graph("source");
    if (failed(inputs) || graph.name() != "target" || !source)
      return inputs;
    FailureOr<Inputs> given = base->load(*source, i);
    if (failed(given))
      return failure();
    for (const OpaquePair &pair : opaquePairsOf(module))
      addResults(graph.value(pair.target), source->value(pair.source), *given, *inputs);
    return inputs;
  }

private:
  static void addResults(const Value *target, const Value *source, const Inputs &given,
                         Inputs &inputs) {
    const Op *op = target ? target->definingOp() : nullptr;
    const Op *partner = source ? source->definingOp() : nullptr;
    for (unsigned k = 0; op && partner && k < std::min(op->numResults(), partner->numResults());
         ++k)
      if (auto found = given.find(partner->result(k)->name());
          op->hasResult(k) && found != given.end())
        inputs.emplace(op->result(k)->name(), relaid(found->second, op->result(k)->type()));
  }

  static Tensor relaid(const Tensor &tensor, const Type &type) {
    if (!type.isStatic() || type.shape() == tensor.shape())
      return tensor;
    auto layout = suggestedLayout(tensor.shape(), type.shape());
    return layout ? applyLayout(tensor, *layout, type.shape()) : tensor;
  }

  std::shared_ptr<SampleSource> base;
  const Module &module;
};

} // namespace

std::shared_ptr<SampleSource> handGivenToTarget(std::shared_ptr<SampleSource> samples,
                                                const Module &module) {
  if (opaquePairsOf(module).empty())
    return samples;
  return std::make_shared<WithGiven>(std::move(samples), module);
}

} // namespace fixcon
