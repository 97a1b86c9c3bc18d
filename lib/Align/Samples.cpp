// Types of arguments are the join over all samples; those are read only where a dim other than the batch is open, else
// the first readable one says all.
#include "fixcon/Align/Samples.h"

#include "RealInputs.h"
#include "fixcon/Align/OpaquePairs.h"
#include "fixcon/Align/RandomSamples.h"
#include "fixcon/IR/TypeLattice.h"
#include "fixcon/Tensor/Stack.h"
#include "fixcon/Transforms/Normalize.h"

#include <algorithm>

namespace fixcon {
namespace {

/// Samples from `samples` records.
class RecordSamples : public SampleSource {
public:
  explicit RecordSamples(Module &module) : module(module) {}

  static bool anyIn(const Module &module) {
    for (const Record &r : module.records())
      if (r.kind == "samples")
        return true;
    return false;
  }

  int64_t size() const override {
    int64_t count = -1;
    for (const Record &r : module.records())
      if (r.kind == "samples")
        for (const auto &entry : r.attrs)
          if (const Tensor *t = entry.second.get<Tensor>(); t && t->rank() > 0)
            count = count < 0 ? t->shape()[0] : std::min(count, t->shape()[0]);
    return std::max<int64_t>(count, 0);
  }

  std::string name(int64_t i) const override { return "#" + std::to_string(i); }
  bool hasOwn(const Value &) const override { return true; }

  FailureOr<std::map<std::string, Tensor>> load(const Graph &graph, int64_t i) override {
    std::map<std::string, Tensor> out;
    for (const auto &argument : graph.arguments()) {
      const Tensor *all = find(graph, argument->name());
      if (!all)
        return module.diagnostics().error(graph.location())
               << "no samples for argument %" << argument->name() << " of @" << graph.name();
      out.emplace(argument->name(), slice(*all, i));
    }
    addGiven(graph, i, out);
    return out;
  }

private:
  /// Values inside the graph that records give.
  void addGiven(const Graph &graph, int64_t i, std::map<std::string, Tensor> &out) const {
    for (const Record &r : module.records()) {
      if (r.kind != "samples" || (r.subject.graph != graph.name() && module.graph(r.subject.graph)))
        continue;
      for (const auto &entry : r.attrs)
        if (const Value *v = graph.value(entry.first); v && v->isResult())
          if (const Tensor *all = find(graph, entry.first); all && all->rank() > 0)
            out.emplace(entry.first, slice(*all, i));
    }
  }

  const Tensor *find(const Graph &graph, const std::string &argument) const {
    const Tensor *shared = nullptr;
    for (const Record &r : module.records()) {
      if (r.kind != "samples")
        continue;
      const Tensor *t = r.attrs.get<Tensor>(argument);
      if (t && r.subject.graph == graph.name())
        return t;
      if (t && !module.graph(r.subject.graph))
        shared = t;
    }
    return shared;
  }

  static Tensor slice(const Tensor &all, int64_t i) {
    Shape shape = all.shape();
    int64_t each = shape[0] ? all.size() / shape[0] : 0;
    shape[0] = 1;
    size_t bytes = static_cast<size_t>(each) * byteSize(all.dtype());
    auto keep = std::make_shared<Tensor>(all);
    return Tensor::view(all.dtype(), shape,
                        keep->bytes().subspan(static_cast<size_t>(i) * bytes, bytes), keep);
  }

  Module &module;
};

} // namespace

std::optional<std::map<std::string, Tensor>>
stackSamples(std::span<const std::map<std::string, Tensor>> samples, const Graph &graph,
             const std::function<bool(const Value &argument)> &isStacked) {
  std::map<std::string, Tensor> all = samples.front();
  for (const auto &argument : graph.arguments()) {
    if (!all.contains(argument->name()) || !isStacked(*argument))
      continue;
    std::vector<Tensor> parts;
    for (const auto &sample : samples)
      if (auto found = sample.find(argument->name()); found != sample.end())
        parts.push_back(found->second);
    auto stacked = stack(parts);
    if (!stacked)
      return std::nullopt;
    all[argument->name()] = std::move(*stacked);
  }
  return all;
}

static std::shared_ptr<SampleSource> ownSamplesOf(Module &module, PassContext &context) {
  if (context.environment.samples)
    return context.environment.samples;
  if (RecordSamples::anyIn(module))
    return std::make_shared<RecordSamples>(module);
  return makeRandomSamples(module, context.environment.seed, 2, {});
}

std::shared_ptr<SampleSource> samplesOf(Module &module, PassContext &context) {
  return handGivenToTarget(readAsReal(ownSamplesOf(module, context), module), module);
}

/// Whether samples may differ in the sizes of an input: one that is open but for the batch.
static bool mayVary(const Type &type) {
  if (!type.isTensor() || type.isStatic())
    return false;
  if (!type.isRanked())
    return true;
  return std::ranges::any_of(type.dims().begin() + (type.rank() > 0), type.dims().end(),
                             [](const Dim &dim) { return !dim.isStatic(); });
}

/// The type of an argument, or of a value that is given, by what it holds; nothing for other kinds.
static std::optional<Type> heldBy(const Graph &faithful, const std::string &name,
                                  const Tensor &tensor) {
  const Value *value = faithful.value(name);
  if (!value || !(value->type().isTensor() || (value->isResult() && value->type().isUnknown())))
    return std::nullopt;
  bool isRead = value->type().quantization() && isFloat(tensor.dtype());
  DType dtype = value->type().isTensor() && !isRead ? value->type().dtype() : tensor.dtype();
  return Type::tensor(dtype, tensor.shape());
}

static FailureOr<std::map<std::string, Type>>
concreteArguments(const Graph &faithful, Module &module, PassContext &context) {
  std::map<std::string, Type> types;
  bool open = !realInputs(faithful, module).empty(), vary = false, hasUnknown = false;
  for (const auto &a : faithful.arguments()) {
    open |= !a->type().isStatic();
    vary |= mayVary(a->type());
  }
  for (const auto &op : faithful.ops())
    hasUnknown |= !isKnown(*op);
  if (!open && !hasUnknown)
    return types;
  std::shared_ptr<SampleSource> samples = samplesOf(module, context);
  bool any = false;
  for (int64_t i = 0; i < samples->size() && (vary || !any); ++i) {
    auto inputs = samples->load(faithful, i);
    if (failed(inputs))
      continue;
    any = true;
    for (const auto &[name, tensor] : *inputs)
      if (auto held = heldBy(faithful, name, tensor)) {
        auto [type, first] = types.try_emplace(name, *held);
        if (!first)
          type->second = join(type->second, *held);
      }
  }
  if (any || !open)
    return types;
  return module.diagnostics().error(faithful.location())
         << "no sample could be read for @" << faithful.name();
}

static bool hasNestedGraphs(const Graph &graph) {
  return std::ranges::any_of(graph.ops(), [](const auto &op) { return op->numRegions() > 0; });
}

static bool isOneWholeNumber(const Tensor &t) {
  return t.size() == 1 && (isInteger(t.dtype()) || t.dtype() == DType::Bool);
}

ArgumentValueMap sharedNumbers(const Graph &faithful, SampleSource &samples) {
  std::optional<ArgumentValueMap> shared;
  bool mayAgree = hasNestedGraphs(faithful);
  for (int64_t i = 0; i < samples.size() && mayAgree; ++i) {
    auto inputs = samples.load(faithful, i);
    if (failed(inputs))
      continue;
    if (!shared)
      shared = *inputs;
    std::erase_if(*shared, [&](const auto &entry) {
      auto found = inputs->find(entry.first);
      return !isOneWholeNumber(entry.second) || found == inputs->end() ||
             !entry.second.identical(found->second);
    });
    mayAgree = !shared->empty();
  }
  return shared.value_or(ArgumentValueMap());
}

FailureOr<ArgumentTypes> ArgumentTypes::compute(Module &module, PassContext &context) {
  auto source = concreteArguments(*module.graph("source"), module, context);
  auto target = concreteArguments(*module.graph("target"), module, context);
  if (failed(source) || failed(target))
    return failure();
  ArgumentTypes types{std::move(*source), std::move(*target), {}, {}};
  // Of random numbers some agree by chance.
  if (context.environment.samples || RecordSamples::anyIn(module)) {
    std::shared_ptr<SampleSource> samples = samplesOf(module, context);
    types.sourceValues = sharedNumbers(*module.graph("source"), *samples);
    types.targetValues = sharedNumbers(*module.graph("target"), *samples);
  }
  return types;
}

} // namespace fixcon
