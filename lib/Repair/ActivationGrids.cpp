// Of a grid by which integers are chosen and read otherwise, one side is right and has the numbers. One that ends too early gets
// new ones: what the source's values span on some samples, with 0, in as many steps as the integers have.
#include "QuantizedConstants.h"
#include "Transaction.h"
#include "TypeGrids.h"

#include "fixcon/Align/Samples.h"
#include "fixcon/Localize/Quantization.h"
#include "fixcon/Support/QuotedList.h"
#include "fixcon/Tensor/Quantize.h"

#include <algorithm>
#include <cmath>

namespace fixcon {
namespace {

constexpr int64_t samplesUsed = 32;
/// Room for what other samples reach.
constexpr double room = 1.1;
constexpr size_t mostNamed = 3;

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

bool names(const Fault &fault, const std::string &constant) {
  return std::ranges::find(fault.target.tensors, constant) != fault.target.tensors.end();
}

/// The grid that the fault was found at, and what is wrong with it now.
const TargetGrid *gridOf(const Fault &fault, const TargetGrids &grids) {
  for (const TargetGrid &grid : grids.grids)
    if (auto wrong = gridFault(grid, grids);
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
  GridFault wrong = *gridFault(*grid, *grids);
  Transaction transaction(module, context);
  auto [lowest, highest] = rangeOf(grid->grid.dtype);
  GridParameters wanted;
  if (grid->grid.isConsistent()) {
    auto span = spanOf(*value, module, context);
    if (!span || !(span->high > span->low))
      return {"", "the source has no values there to choose a grid by"};
    span->low *= room;
    span->high *= room;
    const GridRange &old = grid->grid.rounding.front();
    Quantization held{{static_cast<float>(old.step)},
                      {static_cast<int64_t>(std::nearbyint(lowest - old.low / old.step))},
                      -1};
    wanted = parametersFor(*span, held, grid->grid.dtype);
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

static bool isTypeGrid(const TargetGrid &grid, const TargetGrids &all) {
  auto wrong = gridFault(grid, all);
  return wrong && wrong->rule == "FX-WB-grid_range" && wrong->scale.empty() &&
         !grid.grid.isPerAxis();
}

/// Whether the type of a tensor has the grid.
static bool isHeldBy(const TargetGrid &grid, const Value *value) {
  const Quantization *held =
      value && value->type().isTensor() ? value->type().quantization() : nullptr;
  const GridRange &range = grid.grid.rounding.front();
  double zero = rangeOf(grid.grid.dtype).first - range.low / range.step;
  return held && !held->isPerAxis() && held->scales[0] == static_cast<float>(range.step) &&
         static_cast<double>(held->zeroPoints[0]) == std::nearbyint(zero);
}

bool areTypeGridsRight(Module &module, PassContext &context) {
  const auto *grids = context.analyses.get<TargetGrids>(module, context);
  return grids && std::ranges::none_of(grids->grids, [&](const TargetGrid &grid) {
           return isTypeGrid(grid, *grids);
         });
}

std::pair<std::string, std::string> repairTypeGrids(Module &module, PassContext &context) {
  const auto *grids = context.analyses.get<TargetGrids>(module, context);
  const auto *pair = context.analyses.get<NormalPair>(module, context);
  if (!grids || !pair)
    return {"", "the grids are not known"};
  std::map<std::string, Span> spans;
  for (const TargetGrid &grid : grids->grids) {
    const Value *value =
        isTypeGrid(grid, *grids) ? pair->sourceNormal->value(grid.source) : nullptr;
    auto span = value ? spanOf(*value, module, context) : std::nullopt;
    if (!span)
      continue;
    // Those that read the integers are origins too.
    for (const std::string &origin : grid.origins)
      if (isHeldBy(grid, pair->target->value(origin)))
        spans.emplace(origin, Span{span->low * room, span->high * room});
  }
  Transaction transaction(module, context);
  std::vector<std::string> written = setGrids(*pair->target, spans);
  if (written.empty())
    return {"", "no tensor of the file has the range as its own"};
  if (!transaction.renormalize())
    return {"", "the target with other ranges has no normal form"};
  if (!areTypeGridsRight(module, context))
    return {"", "other ranges do not make the grids right"};
  transaction.commit();
  return {"ranges of the source's values on the data set anew for " +
              quotedList(written, mostNamed),
          ""};
}

} // namespace fixcon
