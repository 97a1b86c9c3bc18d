// Rounding to a grid is expected to change a value by step^2 / 12 in the mean. A grid is wrong where integers are read by
// another scale or zero point than they were chosen by, or where it ends so far before the values do that cutting them off
// changes far more than rounding does. One that is wider than needed rounds coarsely, and is right.

#include "fixcon/Localize/Quantization.h"

#include "FaultBuilder.h"
#include "WeightDifference.h"
#include "WeightGrid.h"
#include "fixcon/Ops/OpDef.h"

#include <algorithm>
#include <cmath>
#include <cstdio>

namespace fixcon {

static std::string number(double value) {
  char text[32];
  std::snprintf(text, sizeof text, "%.3g", value);
  return text;
}

static std::string decibels(double value) {
  char text[32];
  std::snprintf(text, sizeof text, "%.1f dB", value);
  return std::isfinite(value) ? text : "exact";
}

/// The dtype of a value of the file that is constant and holds `size` integers, or is made of constants.
static std::optional<DType> integersIn(const Value &value, int64_t size) {
  const Op *op = value.definingOp();
  const Tensor *held = value.isWeight() ? &value.tensor() : nullptr;
  if (op && op->numOperands() == 0)
    for (const auto &[name, attribute] : op->attrs())
      held = held ? held : attribute.get<Tensor>();
  if (held)
    return isInteger(held->dtype()) && held->size() >= size ? std::optional(held->dtype())
                                                            : std::nullopt;
  const OpDef *def = op ? opDefForForeign(*op) : nullptr;
  bool quantises = def && def->operands().size() > 1 && def->operands()[1].role == Role::Scale &&
                   op->result()->type().isTensor() && isInteger(op->result()->type().dtype());
  return quantises && op->operand(0) && op->operand(0)->isWeight()
             ? std::optional(op->result()->type().dtype())
             : std::nullopt;
}

std::optional<DType> heldIntegers(const Value &weight, const Graph &faithful) {
  if (weight.tensor().size() < 2)
    return std::nullopt;
  for (const std::string &origin : weight.origins())
    if (const Value *value = valueInFile(faithful, origin))
      if (auto dtype = integersIn(*value, weight.tensor().size()))
        return dtype;
  return std::nullopt;
}

bool areSourceRounded(const Tensor &source, const Tensor &target) {
  WeightClass kind = compareQuantized(source, target.reshaped(source.shape())).kind;
  return kind == WeightClass::Equal || kind == WeightClass::Quantized;
}

std::string weightCost(const std::string &node, const Value &source, const Value &target,
                       DType held) {
  GridFit fit = fitGrid(source.tensor(), target.tensor().reshaped(source.tensor().shape()));
  std::string text = "'" + node + "': weights " + std::string(name(held));
  if (fit.kind != GridFit::Kind::None)
    text += std::string(fit.perChannel ? ", by channel" : ", by tensor") + ", " +
            decibels(fit.decibels);
  return text;
}

/// The node of the file that rounds, or reads, by its last value.
static const Op *nodeOf(const TargetGrid &grid, const Graph &faithful, bool last) {
  const Op *node = nullptr;
  for (const std::string &origin : grid.origins)
    if (const Value *value = valueInFile(faithful, origin);
        value && value->definingOp() && value->definingOp()->numOperands() > 0 && (last || !node))
      node = value->definingOp();
  return node;
}

std::vector<std::string> activationCosts(const TargetGrids &grids, const NormalPair &pair) {
  std::vector<std::string> out;
  for (const TargetGrid &g : grids.grids) {
    const Op *node = nodeOf(g, *pair.target, false);
    if (!g.cost || !node)
      continue;
    std::string text = "'" + node->label() + "': " + std::string(name(g.grid.dtype));
    text += g.grid.isPerAxis() ? ", by channel" : ", step " + number(g.grid.rounding.front().step);
    if (g.cost->saturated > 0)
      text += ", " + number(100 * g.cost->saturated) + " % beyond the ends";
    out.push_back(text + ", " + decibels(g.cost->decibels()));
  }
  return out;
}

/// Of two descriptions of one grid the one that is wrong on the values: that the rounding goes by, if true.
static bool isRoundingWrong(const TargetGrid &grid) {
  if (!grid.cost)
    return false; // nobody knows the values
  const GridCost &cost = *grid.cost;
  const GridRange &rounding = grid.grid.rounding.front(), &reading = grid.grid.reading.front();
  auto beyond = [&](const GridRange &r) {
    return std::max({0.0, cost.high - r.high, r.low - cost.low}) / (r.high - r.low);
  };
  auto unused = [&](const GridRange &r) { return (r.high - r.low) / (cost.high - cost.low); };
  constexpr double visible = 0.1; // in widths of a grid
  if (std::fabs(beyond(rounding) - beyond(reading)) > visible)
    return beyond(rounding) > beyond(reading);
  return unused(rounding) > unused(reading);
}

static GridFault inconsistent(const TargetGrid &g) {
  const GridRange &rounding = g.grid.rounding.front(), &reading = g.grid.reading.front();
  GridFault fault;
  fault.isReading = !isRoundingWrong(g);
  bool isScale = rounding.step != reading.step;
  fault.rule = isScale ? "FX-WB-grid_scale" : "FX-WB-grid_zero_point";
  fault.scale = fault.isReading ? g.realScale : g.scale;
  fault.zeroPoint = fault.isReading ? g.realZeroPoint : g.zeroPoint;
  const GridRange &wrong = fault.isReading ? reading : rounding,
                  &right = fault.isReading ? rounding : reading;
  double shift = std::nearbyint(right.low / right.step) - std::nearbyint(wrong.low / wrong.step);
  fault.cause =
      std::string("integers are ") + (fault.isReading ? "read" : "chosen") +
      (isScale ? " by a scale that is " + number(wrong.step / right.step) + " times the one"
               : " by a zero point that is " + number(shift) + " off the one") +
      " by which they are " + (fault.isReading ? "chosen" : "read");
  return fault;
}

/// A few values beyond the ends are what calibration on other data leaves, or chose to.
static bool isNarrow(const TargetGrid &g, double beyond) {
  constexpr double farMore = 30;
  return g.cost && g.cost->overshoot >= beyond && g.cost->error >= farMore * g.cost->rounding;
}

/// One calibration chose all ranges: where one of them is much too narrow, others that are narrow are no choice either.
static bool areMiscalibrated(const TargetGrids &grids) {
  constexpr double farBeyond = 0.75, share = 0.01;
  return std::ranges::any_of(grids.grids, [](const TargetGrid &g) {
    return isNarrow(g, farBeyond) && g.cost->saturated >= share;
  });
}

std::optional<GridFault> gridFault(const TargetGrid &g, const TargetGrids &all) {
  if (!g.grid.isConsistent())
    return inconsistent(g);
  constexpr double beyond = 0.2;
  if (!isNarrow(g, beyond) || !areMiscalibrated(all))
    return std::nullopt;
  const GridRange &range = g.grid.rounding.front();
  GridFault fault{"FX-WB-grid_range", {}, g.scale, g.zeroPoint};
  fault.cause = "the grid from " + number(range.low) + " to " + number(range.high) + " cuts " +
                number(100 * g.cost->saturated) + " % of the values off, which lie from " +
                number(g.cost->low) + " to " + number(g.cost->high);
  return fault;
}

void reportGridFaults(Module &module, const NormalPair &pair, const TargetGrids &grids) {
  // Values that are only moved share the constants of one grid.
  std::vector<std::pair<GridFault, FaultBuilder>> findings;
  for (const TargetGrid &g : grids.grids) {
    auto wrong = gridFault(g, grids);
    if (!wrong)
      continue;
    auto found = std::ranges::find_if(findings, [&](const auto &finding) {
      return finding.first.rule == wrong->rule && finding.first.scale == wrong->scale &&
             finding.first.zeroPoint == wrong->zeroPoint;
    });
    if (found == findings.end()) {
      findings.emplace_back(*wrong, FaultBuilder(FaultType::WB, wrong->rule, pair));
      found = findings.end() - 1;
    }
    FaultBuilder &finding = found->second;
    if (const Op *node = nodeOf(g, *pair.target, wrong->isReading))
      finding.addTargetNode(*node);
    for (const std::string &name : {wrong->scale, wrong->zeroPoint})
      if (const Value *constant = valueInFile(*pair.target, name))
        finding.addTargetTensor(*constant);
    if (const Value *rounded = pair.sourceNormal->value(g.source); rounded && rounded->definingOp())
      finding.addSourceOp(*rounded->definingOp());
    if (g.cost && std::sqrt(g.cost->error) > finding.fault.localError) {
      finding.fault.localError = std::sqrt(g.cost->error);
      finding.fault.noiseFloor = std::sqrt(g.cost->rounding);
    }
    if (finding.fault.cause.empty())
      finding.fault.cause = wrong->cause;
  }
  for (auto &[wrong, finding] : findings)
    finding.report(module);
}

} // namespace fixcon
