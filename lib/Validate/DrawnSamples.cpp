// What the target gets follows from the data: its input holds the elements of one of the source's, in an order that the
// data tells. Where it does not - each side has its own preprocessing, or dtype - nothing can be drawn for both.
// Numbers depend on seed, draw and place of the argument alone.
#include "DrawnSamples.h"

#include "fixcon/Ops/OpDef.h"

#include <algorithm>
#include <cmath>

namespace fixcon {
namespace {

/// Elements that a run computes.
int64_t workOf(const Graph &executable) {
  int64_t elements = 0;
  executable.walk([&](const Op &op) {
    for (unsigned i = 0; i < op.numOperands(); ++i)
      if (const Value *v = op.operand(i); v && v->type().isTensor() && v->type().isStatic())
        elements += elementCount(v->type().shape()).value_or(0);
  });
  return elements;
}

/// Whether a result of whole numbers follows from real ones: the largest few, or boxes that do not overlap.
/// Far from the data, where scores saturate, it may be any.
bool decidesAmongNumbers(const Op &op) {
  auto isTensorOf = [](const Value *v, bool (*isKind)(DType)) {
    return v && v->type().isTensor() && isKind(v->type().dtype());
  };
  bool readsReal = false, givesWhole = false;
  for (unsigned i = 0; i < op.numOperands(); ++i)
    readsReal |= op.operand(i) && !op.operand(i)->isWeight() && isTensorOf(op.operand(i), isFloat);
  for (unsigned i = 0; i < op.numResults(); ++i)
    givesWhole |= op.hasResult(i) && isTensorOf(op.result(i), isInteger);
  return readsReal && givesWhole;
}

bool decidesAmongNumbers(const Graph &executable) {
  bool decides = false;
  executable.walk([&](const Op &op) { decides |= decidesAmongNumbers(op); });
  return decides;
}

/// In half precision or on a grid, whose noise depends on the numbers.
bool isCoarse(const Graph &executable) {
  bool coarse = false;
  executable.walk([&](const Op &op) {
    for (unsigned i = 0; i < op.numOperands(); ++i)
      if (const Value *v = op.operand(i); v && v->type().isTensor())
        for (DType dtype : {DType::F16, DType::BF16, DType::I8, DType::U8})
          coarse |= v->type().dtype() == dtype && v->definingOp();
  });
  return coarse;
}

/// Elements of the axis of a table of weights that `index` of `op` names places of; 0 if it does not.
int64_t placesIn(const Op &op, unsigned index) {
  const OpDef *def = opDef(op);
  const OperandDef *operand = def ? def->operandDef(index) : nullptr;
  const Value *table = op.operand(0);
  if (!operand || operand->role != Role::Index || !table || !table->isWeight() ||
      table->type().rank() == 0)
    return 0;
  const int64_t *axis = op.attr<int64_t>("axis");
  auto rank = static_cast<int64_t>(table->type().rank());
  int64_t at = axis ? (*axis < 0 ? *axis + rank : *axis) : 0;
  return at >= 0 && at < rank ? table->tensor().shape()[static_cast<size_t>(at)] : 0;
}

} // namespace

int64_t placesOf(const Value &value) {
  int64_t least = 0;
  auto take = [&](int64_t places) {
    if (places > 0)
      least = least > 0 ? std::min(least, places) : places;
  };
  for (const Use &use : value.uses()) {
    if (!use.op)
      continue;
    const OpDef *def = opDef(*use.op);
    bool carries = def && use.index == 0 && use.op->hasResult(0) &&
                   (def->family() == Family::Movement || use.op->numOperands() == 1) &&
                   use.op->result(0)->type().isTensor() &&
                   isInteger(use.op->result(0)->type().dtype());
    take(carries ? placesOf(*use.op->result(0)) : placesIn(*use.op, use.index));
  }
  return least;
}

namespace {

/// In the smallest of the tables that the inputs index; 0 if there is none.
int64_t leastPlaces(const Graph &executable) {
  int64_t least = 0;
  for (const auto &argument : executable.arguments())
    if (argument->type().isTensor() && isInteger(argument->type().dtype()))
      if (int64_t places = placesOf(*argument); places > 0)
        least = least > 0 ? std::min(least, places) : places;
  return least;
}

bool givesReal(const Graph &executable) {
  for (unsigned i = 0; i < executable.numOutputs(); ++i)
    if (const Type &type = executable.output(i)->type(); type.isTensor() && isFloat(type.dtype()))
      return true;
  return false;
}

bool any(const DrawnInputs &inputs, NumberDomain atLeast) {
  return std::ranges::any_of(inputs.source, [&](const DrawnInputs::SourceInput &input) {
    return isFloat(input.data.dtype()) && input.domain >= atLeast;
  });
}

} // namespace

namespace {

/// How many draws a model is worth, by what a run of it costs: thousands of runs of a tiny one are a second.
struct Effort {
  size_t likeData = 1; ///< of each kind
  size_t withBothSigns = 1, withOneSign = 0;
  size_t fromTables = 2;
  std::vector<int> factors = {16};
};

Effort effortFor(const Graph &source) {
  constexpr int64_t tiny = 30'000, small = 1'000'000;
  int64_t work = workOf(source);
  if (work < tiny)
    // What is decided shows a difference only now and then.
    return {givesReal(source) ? 32u : 256u, 8, 4, 16, {4, 16, 64}};
  return work < small ? Effort{12, 1, 1, 8, {4, 16, 64}} : Effort{};
}

} // namespace

std::vector<DrawGroup> drawsFor(const DrawnInputs &inputs, const Graph &source,
                                const Graph &target) {
  std::vector<DrawGroup> groups;
  if (isCoarse(source) || isCoarse(target))
    return groups;
  Effort effort = effortFor(source);
  auto repeat = [](DrawGroup &group, size_t times, Draw draw) {
    group.draws.resize(group.draws.size() + times, draw);
  };
  if (any(inputs, NumberDomain::Bounded)) {
    DrawGroup &like = groups.emplace_back(DrawGroup{"numbers drawn like the data"});
    repeat(like, effort.likeData, {Draw::From::Sample});
    if (any(inputs, NumberDomain::Positive))
      repeat(like, effort.likeData, {Draw::From::Normal});
  }
  bool mayBeLarger = any(inputs, NumberDomain::Positive) && !decidesAmongNumbers(source) &&
                     !decidesAmongNumbers(target);
  for (int factor : mayBeLarger ? effort.factors : std::vector<int>()) {
    constexpr int mostReached = 16;
    DrawGroup &larger =
        groups.emplace_back(DrawGroup{"numbers " + std::to_string(factor) + " times as large"});
    larger.mayBeReached = factor <= mostReached;
    auto size = static_cast<double>(factor);
    repeat(larger, effort.withBothSigns, {Draw::From::Normal, size, Signs::Both});
    repeat(larger, effort.withOneSign, {Draw::From::Normal, size, Signs::Positive});
    repeat(larger, effort.withOneSign, {Draw::From::Normal, size, Signs::Negative});
  }
  // A table may have been padded to a round size, with rows that nobody names.
  int64_t ours = leastPlaces(source), theirs = leastPlaces(target);
  if (ours > 0 && theirs > 0) {
    DrawGroup &tables = groups.emplace_back(DrawGroup{"any places in its tables"});
    tables.mostPlaces = std::min(ours, theirs);
    repeat(tables, effort.fromTables, {Draw::From::Tables});
  }
  if (theirs > 0 && ours > theirs) {
    DrawGroup &beyond = groups.emplace_back(DrawGroup{"places from " + std::to_string(theirs) +
                                                      " on, where only the source's tables go on"});
    beyond.mayBeReached = false;
    repeat(beyond, effort.fromTables, {Draw::From::Tables});
  }
  return groups;
}

/// Which input of the source holds the numbers of the target's at place `index`: the one at the same place, or
/// another that is not `taken`.
static std::optional<DrawnInputs::TargetInput>
partnerOf(const Tensor &own, size_t index, const std::vector<DrawnInputs::SourceInput> &source,
          const std::vector<bool> &taken) {
  for (size_t n = 0; n < source.size(); ++n) {
    size_t at = (index + n) % source.size();
    const Tensor &data = source[at].data;
    if (taken[at] || data.dtype() != own.dtype())
      continue;
    if (auto match = solveLayout(std::span(&data, 1), std::span(&own, 1), 0))
      return DrawnInputs::TargetInput{"", at, match->layout, own.shape()};
  }
  return std::nullopt;
}

static std::optional<DrawnInputs> pairInputs(const Graph &source, const Graph &target,
                                             const std::map<std::string, Tensor> &ours,
                                             const std::map<std::string, Tensor> &theirs) {
  DrawnInputs inputs;
  for (const auto &argument : source.arguments()) {
    auto found = ours.find(argument->name());
    if (found == ours.end() || found->second.isString())
      return std::nullopt;
    inputs.source.push_back({argument->name(), found->second, NumberDomain::Given});
  }
  std::vector<bool> taken(inputs.source.size());
  for (const auto &argument : target.arguments()) {
    auto found = theirs.find(argument->name());
    auto partner = found == theirs.end()
                       ? std::nullopt
                       : partnerOf(found->second, argument->index(), inputs.source, taken);
    if (!partner)
      return std::nullopt;
    taken[partner->from] = true;
    partner->name = argument->name();
    inputs.target.push_back(std::move(*partner));
  }
  return inputs;
}

/// What the first samples say of each input.
static void setDomains(DrawnInputs &inputs, SampleSource &samples, const Graph &source) {
  constexpr int64_t looked = 8;
  std::map<std::string, std::vector<Tensor>> held;
  for (int64_t i = 0; i < std::min(looked, samples.size()); ++i)
    if (auto loaded = samples.load(source, i); succeeded(loaded))
      for (auto &[name, tensor] : *loaded)
        if (isFloat(tensor.dtype()))
          held[name].push_back(std::move(tensor));
  for (DrawnInputs::SourceInput &input : inputs.source)
    input.domain = domainOf(held[input.name]);
}

std::optional<DrawnInputs> DrawnInputs::of(SampleSource &samples, const Graph &source,
                                           const Graph &target) {
  for (int64_t i = 0; i < samples.size(); ++i) {
    auto ours = samples.load(source, i), theirs = samples.load(target, i);
    if (failed(ours) || failed(theirs))
      continue;
    auto inputs = pairInputs(source, target, *ours, *theirs);
    if (inputs)
      setDomains(*inputs, samples, source);
    return inputs;
  }
  return std::nullopt;
}

DrawnSamples::DrawnSamples(std::shared_ptr<SampleSource> base, DrawnInputs given,
                           const Graph *executable, DrawGroup group, double disturbance)
    : DerivedSamples(std::move(base)), inputs(std::move(given)), places(inputs.source.size()),
      group(std::move(group)), disturbance(disturbance) {
  if (executable)
    for (size_t i = 0; i < places.size(); ++i)
      places[i] = placesOf(*executable->argument(static_cast<unsigned>(i)));
}

Tensor DrawnSamples::draw(size_t argument, int64_t i) const {
  const Tensor &data = inputs.source[argument].data;
  const Draw &how = group.draws[static_cast<size_t>(i)];
  Random random((static_cast<uint64_t>(i) + 1) * 64 + argument);
  if (how.from == Draw::From::Tables) {
    if (!isInteger(data.dtype()) || places[argument] == 0)
      return data;
    Tensor t(DType::F64, data.shape());
    int64_t count = std::min(places[argument], group.mostPlaces);
    for (double &x : t.mutableData<double>())
      x = static_cast<double>(random.below(static_cast<uint64_t>(count)));
    return t.converted(data.dtype());
  }
  NumberDomain domain = inputs.source[argument].domain;
  if (!isFloat(data.dtype()) || domain == NumberDomain::Given)
    return data;
  Tensor t = how.from == Draw::From::Sample
                 ? shuffledLike(data, random)
                 : drawnWithin(domain, data, how.factor, how.signs, random);
  if (disturbance > 0)
    for (double &x : t.mutableData<double>())
      x *= 1 + disturbance * random.uniform(-1, 1);
  return t.converted(data.dtype());
}

FailureOr<std::map<std::string, Tensor>> DrawnSamples::load(const Graph &graph, int64_t i) {
  std::vector<Tensor> drawn;
  for (size_t k = 0; k < inputs.source.size(); ++k)
    drawn.push_back(draw(k, i));
  std::map<std::string, Tensor> out;
  if (graph.name() == "source")
    for (size_t k = 0; k < drawn.size(); ++k)
      out.emplace(inputs.source[k].name, std::move(drawn[k]));
  else
    for (const DrawnInputs::TargetInput &input : inputs.target)
      out.emplace(input.name, applyLayout(drawn[input.from], input.layout, input.shape));
  return out;
}

} // namespace fixcon
