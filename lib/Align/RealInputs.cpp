#include "RealInputs.h"

#include "fixcon/Align/InputPairs.h"

#include <algorithm>

namespace fixcon {

static bool isOnGrid(const Value &argument) {
  const Type &type = argument.type();
  return type.isTensor() && isInteger(type.dtype()) && type.quantization() &&
         !type.quantization()->isPerAxis();
}

static bool isReal(const Value &argument) {
  return argument.type().isTensor() && isFloat(argument.type().dtype());
}

std::set<std::string> realInputs(const Graph &model, const Module &module) {
  std::set<std::string> names;
  bool isTarget = model.name() == "target", isSource = model.name() == "source";
  const Graph *other = module.graph(isTarget ? "source" : "target");
  bool any = std::ranges::any_of(model.arguments(), [](const auto &a) { return isOnGrid(*a); });
  if ((!isTarget && !isSource) || !other || !any)
    return names;
  const Graph &target = isTarget ? model : *other, &source = isTarget ? *other : model;
  InputPartners partners = inputPartners(target, source);
  for (unsigned i = 0; i < partners.size(); ++i) {
    const Value &theirs = *target.argument(i), *ours = partners[i];
    if (!ours)
      continue;
    if (isTarget && isOnGrid(theirs) && isReal(*ours))
      names.insert(theirs.name());
    if (isSource && isOnGrid(*ours) && isReal(theirs))
      names.insert(ours->name());
  }
  return names;
}

namespace {

class RealSamples : public SampleSource {
public:
  RealSamples(std::shared_ptr<SampleSource> base, const Module &module)
      : base(std::move(base)), module(module) {}

  int64_t size() const override { return base->size(); }
  bool areWholeDomain() const override { return base->areWholeDomain(); }
  bool hasOwn(const Value &argument) const override { return base->hasOwn(argument); }
  std::vector<std::string> rejected() const override { return base->rejected(); }
  std::string name(int64_t i) const override { return base->name(i); }

  FailureOr<std::map<std::string, Tensor>> load(const Graph &graph, int64_t i) override {
    auto inputs = base->load(graph, i);
    if (failed(inputs))
      return inputs;
    for (const std::string &name : realInputs(graph, module))
      if (auto found = inputs->find(name);
          found != inputs->end() && isInteger(found->second.dtype()))
        found->second = real(found->second, *graph.value(name)->type().quantization());
    return inputs;
  }

private:
  static Tensor real(const Tensor &integers, const Quantization &grid) {
    std::vector<double> values = integers.toDoubles();
    for (double &value : values)
      value = (value - static_cast<double>(grid.zeroPoints.front())) *
              static_cast<double>(grid.scales.front());
    return Tensor::of<double>(integers.shape(), values).converted(DType::F32);
  }

  std::shared_ptr<SampleSource> base;
  const Module &module;
};

} // namespace

std::shared_ptr<SampleSource> readAsReal(std::shared_ptr<SampleSource> samples,
                                         const Module &module) {
  for (const char *side : {"source", "target"})
    if (const Graph *model = module.graph(side); model && !realInputs(*model, module).empty())
      return std::make_shared<RealSamples>(std::move(samples), module);
  return samples;
}

} // namespace fixcon
