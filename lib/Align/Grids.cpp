// A walk of its own finds what each grid rounds: in it grids stand, and are walked through (CarryGrid.cpp). What the ends of a
// grid stand for decides what takes its place in the form that is compared, so the walk comes before that form is made.
#include "fixcon/Align/Grids.h"

#include "ExchangedInputs.h"
#include "fixcon/Align/ExecutablePair.h"
#include "fixcon/Align/Samples.h"
#include "fixcon/Ops/OpDef.h"
#include "fixcon/Transforms/CoreBuilder.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace fixcon {
namespace {

/// The constant of the file that an operand is.
std::string constantIn(const Graph &faithful, const Op &op, unsigned operand) {
  const Value *value = op.operand(operand);
  for (const std::string &origin : value ? value->origins() : std::vector<std::string>())
    if (const Value *found = faithful.value(origin);
        found &&
        (found->isWeight() || (found->definingOp() && found->definingOp()->numOperands() == 0)))
      return origin;
  return {};
}

/// Values of the source's normal form on more samples than the walk compares, where these have few elements.
class MoreSamples {
public:
  MoreSamples(const SourceValues &values, Executor &source, Module &module, PassContext &context) {
    int64_t elements = 0;
    std::vector<const Value *> fetches;
    for (const auto &[value, tensors] : values.values)
      if (value->isResult() || value->isArgument()) {
        elements += tensors.front().size();
        fetches.push_back(value);
      }
    auto samples = samplesOf(module, context);
    DiagnosticSuppressor suppressor(module.diagnostics());
    for (int64_t i = 0; i < samples->size() && i < most && (i + 1) * elements < mostElements; ++i)
      if (auto inputs = samples->load(*module.graph("source"), i); succeeded(inputs))
        if (auto results = source.run(bindArguments(source.graph(), *inputs), fetches);
            succeeded(results))
          for (size_t k = 0; k < fetches.size(); ++k)
            known[fetches[k]].push_back(std::move((*results)[k]));
  }
  const Samples *find(const Value *value) const {
    auto found = known.find(value);
    return found == known.end() ? nullptr : &found->second;
  }

private:
  static constexpr int64_t most = 16, mostElements = int64_t(1) << 22;
  std::unordered_map<const Value *, Samples> known;
};

TargetGrid describe(const Op &op, const Grid &grid, const Alignment &alignment,
                    const SourceValues &values, const MoreSamples &more, const Graph &faithful) {
  TargetGrid out;
  out.value = op.result()->name();
  out.origins = op.origins();
  out.grid = grid;
  out.scale = constantIn(faithful, op, 1);
  out.zeroPoint = constantIn(faithful, op, 2);
  out.realScale = op.operand(3) ? constantIn(faithful, op, 3) : out.scale;
  out.realZeroPoint = op.operand(4) ? constantIn(faithful, op, 4) : out.zeroPoint;
  const AlignedValue *result = alignment.find(op.result());
  if (!result || !alignment.find(op.operand(0)))
    return out;
  out.source = result->source->name();
  if (const OpPair *pair = alignment.pairOf(&op);
      pair && pair->source->operand(0) == alignment.find(op.operand(0))->source)
    out.clamp = pair->source->result()->name();
  const Samples *samples = grid.isPerAxis() ? nullptr : more.find(result->source);
  out.cost = gridCost(grid, samples ? *samples : carried(*result, values));
  return out;
}

} // namespace

double GridCost::decibels() const {
  return error > 0 ? 10 * std::log10(signal / error) : std::numeric_limits<double>::infinity();
}

GridCost gridCost(const Grid &grid, std::span<const Tensor> values) {
  GridCost cost;
  int64_t count = 0;
  for (const Tensor &tensor : values)
    for (int64_t i = 0; i < tensor.size(); ++i) {
      double x = tensor.toDouble(i);
      if (!std::isfinite(x))
        continue;
      size_t e = grid.entry(i, tensor.shape());
      const GridRange &to = grid.rounding[e], &from = grid.reading[e];
      double place = std::nearbyint((std::clamp(x, to.low, to.high) - to.low) / to.step);
      double change = from.low + place * from.step - x;
      double beyond = std::max(x - to.high, to.low - x);
      cost.low = count ? std::min(cost.low, x) : x;
      cost.high = count ? std::max(cost.high, x) : x;
      cost.saturated += beyond > to.step / 2;
      cost.overshoot = std::max(cost.overshoot, beyond / (to.high - to.low));
      cost.signal += x * x;
      cost.error += change * change;
      cost.rounding += x != 0 ? to.step * to.step / 12 : 0;
      ++count;
    }
  for (double *mean : {&cost.saturated, &cost.signal, &cost.error, &cost.rounding})
    *mean /= static_cast<double>(std::max<int64_t>(count, 1));
  return cost;
}

FailureOr<TargetGrids> TargetGrids::compute(Module &module, PassContext &context) {
  const auto *executable = context.analyses.get<ExecutablePair>(module, context);
  const auto *values = context.analyses.get<SourceValues>(module, context);
  auto source = sourceNormalForm(module, context);
  if (!executable || !values || failed(source))
    return failure();
  auto real = normalizeReal(module, *executable->targetExecutable);
  if (failed(real))
    return failure();
  ExecOptions options;
  options.seed = context.environment.seed;
  NormalPair pair{executable->source, executable->target, *source, *real};
  TargetGrids out;
  out.sourceNormal = *source;
  auto executor = context.environment.executor(**real, options);
  auto sourceExecutor = context.environment.executor(**source, options);
  if (failed(executor) || failed(sourceExecutor))
    return failure();
  MoreSamples more(*values, **sourceExecutor, module, context);
  auto alignment =
      alignInputs(pair, *values, **executor, fedPartners(pair, *samplesOf(module, context)), {});
  if (succeeded(alignment))
    for (const auto &op : (*real)->ops())
      if (auto grid = Grid::of(*op))
        out.grids.push_back(describe(*op, *grid, *alignment, *values, more, *pair.target));
  module.eraseGraph(std::string((*real)->name()));
  if (failed(alignment))
    return failure();
  return out;
}

Value *TargetGrids::replacement(CoreBuilder &builder, Value *x, const Op &grid) const {
  auto known = std::ranges::find(grids, grid.result()->name(), &TargetGrid::value);
  const Value *limited =
      known != grids.end() && !known->clamp.empty() ? sourceNormal->value(known->clamp) : nullptr;
  if (!limited)
    return x;
  const Op &clamp = *limited->definingOp();
  std::vector<Value *> operands{x};
  for (unsigned i = 1; i < clamp.numOperands(); ++i)
    operands.push_back(clamp.operand(i) ? builder.constant(clamp.operand(i)->tensor()) : nullptr);
  return builder.value(clamp.name(), operands, clamp.attrs());
}

} // namespace fixcon
