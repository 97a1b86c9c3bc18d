// Of a grid by which integers are chosen and read otherwise, one side is right and has the numbers. One that ends too early gets
// new ones: what the source's values span on some samples, with 0, in as many steps as the integers have.
#include "QuantizedConstants.h"
#include "Transaction.h"

#include "fixcon/Align/Samples.h"
#include "fixcon/Localize/Quantization.h"
#include "fixcon/Tensor/Quantize.h"

#include <algorithm>
#include <cmath>

namespace fixcon {
namespace {

constexpr int64_t samplesUsed = 32;
/// Room for what other samples reach.
constexpr double room = 1.1;

struct Span {
  double low = 0, high = 0;
};

/// What a value of the source's normal form reaches, 0 included; nothing after a diagnostic.
std::optional<Span> spanOf(const Value &value, Module &module, PassContext &context) {
  auto executor = context.environment.executor(value.graph(), {});
  if (failed(executor))
    return std::nullopt;
  Span span;
  std::shared_ptr<SampleSource> samples = samplesOf(module, context);
  for (int64_t i = 0; i < std::min(samples->size(), samplesUsed) && !context.mustStop(); ++i) {
    auto inputs = samples->load(*module.graph("source"), i);
    if (failed(inputs))
      continue;
    const Value *fetched = &value;
    auto results = (*executor)->run(bindArguments(value.graph(), *inputs), std::span(&fetched, 1));
    if (failed(results))
      return std::nullopt;
    for (double x : results->front().toDoubles())
      if (std::isfinite(x)) {
        span.low = std::min(span.low, x);
        span.high = std::max(span.high, x);
      }
  }
  return span;
}

struct Parameters {
  double scale = 1, zeroPoint = 0;
};

/// Of a grid for the values, which lies about its zero point as the old one does.
Parameters parametersFor(const Span &span, const GridRange &old, DType dtype) {
  auto [lowest, highest] = rangeOf(dtype);
  double zero = lowest - old.low / old.step;
  bool isSymmetric = std::fabs(old.low + old.high) < 2 * old.step,
       beginsAtZero = std::fabs(old.low) < old.step / 2;
  if (isSymmetric)
    return {std::max(-span.low, span.high) / (highest - zero), zero};
  if (beginsAtZero)
    return {span.high / (highest - lowest), zero};
  double scale = (span.high - span.low) / (highest - lowest);
  return {scale, std::clamp(std::nearbyint(lowest - span.low / scale), lowest, highest)};
}

bool names(const Fault &fault, const std::string &constant) {
  return std::ranges::find(fault.target.tensors, constant) != fault.target.tensors.end();
}

/// The grid that the fault was found at, and what is wrong with it now.
const TargetGrid *gridOf(const Fault &fault, const TargetGrids &grids) {
  for (const TargetGrid &grid : grids.grids)
    if (auto wrong = gridFault(grid);
        wrong && wrong->rule == fault.rule && names(fault, wrong->scale))
      return &grid;
  return nullptr;
}

void put(Graph &target, const std::string &name, double number, std::vector<std::string> &written) {
  Value *constant = target.value(name);
  if (!constant || !constant->isWeight() || constant->tensor().size() != 1)
    return;
  const Tensor &held = constant->tensor();
  Tensor wanted =
      Tensor::of<double>(held.shape(), std::vector<double>{number}).converted(held.dtype());
  if (wanted.toDoubles() == held.toDoubles())
    return;
  constant->setTensor(wanted);
  written.push_back(name);
}

} // namespace

bool isActivationGridRight(const Fault &fault, Module &module, PassContext &context) {
  const auto *grids = context.analyses.get<TargetGrids>(module, context);
  return grids && !gridOf(fault, *grids);
}

std::pair<std::string, std::string> repairActivationGrid(const Fault &fault, Module &module,
                                                         PassContext &context) {
  const auto *grids = context.analyses.get<TargetGrids>(module, context);
  const auto *pair = context.analyses.get<NormalPair>(module, context);
  const TargetGrid *grid = grids && pair ? gridOf(fault, *grids) : nullptr;
  const Value *value = grid ? pair->sourceNormal->value(grid->source) : nullptr;
  if (!grid || (!value && grid->grid.isConsistent()) || grid->grid.isPerAxis())
    return {"", "the grid is not found, or is one of several along an axis"};
  GridFault wrong = *gridFault(*grid);
  Transaction transaction(module, context);
  auto [lowest, highest] = rangeOf(grid->grid.dtype);
  Parameters wanted;
  if (grid->grid.isConsistent()) {
    auto span = spanOf(*value, module, context);
    if (!span || !(span->high > span->low))
      return {"", "the source has no values there to choose a grid by"};
    span->low *= room;
    span->high *= room;
    wanted = parametersFor(*span, grid->grid.rounding.front(), grid->grid.dtype);
  } else {
    const GridRange &right = (wrong.isReading ? grid->grid.rounding : grid->grid.reading).front();
    wanted = {right.step, lowest - right.low / right.step};
  }
  std::vector<std::string> written;
  put(*pair->target, wrong.scale, wanted.scale, written);
  put(*pair->target, wrong.zeroPoint, std::nearbyint(wanted.zeroPoint), written);
  if (written.empty())
    return {"", "no constant of the file holds the scale by itself"};
  if (!transaction.renormalize() || !isActivationGridRight(fault, module, context))
    return {"", "another scale and zero point do not make the grid right"};
  transaction.commit();
  std::string text;
  for (const std::string &name : written)
    text += (text.empty() ? "" : ", ") + name;
  return {"scale and zero point for the source's values written to " + text, ""};
}

} // namespace fixcon
