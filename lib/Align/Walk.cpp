#include "Walk.h"

#include "fixcon/Ops/OpDef.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <tuple>

namespace fixcon {

/// How far the right partner of an undamaged op may be in f64, parameter rounding and depth of the
/// region included; between 1e-7 (folding) and the nearest different value (2e-2).
static constexpr double tolerance = 1e-3;
static constexpr double infinite = std::numeric_limits<double>::infinity();

void Walk::indexSource() {
  auto add = [&](const Value *value) {
    const Samples *values = source.find(value);
    if (values && isFloat(value->type().dtype()) && (*values)[0].size() >= 2)
      index[(*values)[0].size()].push_back({value, Sketch::of((*values)[0])});
  };
  for (const auto &argument : pair.sourceNormal->arguments())
    add(argument.get());
  for (const auto &op : pair.sourceNormal->ops())
    for (unsigned i = 0; i < op->numResults(); ++i)
      add(op->result(i));
}

void Walk::align(const Value *target, const Value *sourceValue, Layout layout, double error) {
  const Samples *values = source.find(sourceValue);
  if (values && current.count(target)) {
    // From here on the target is fed what the source computed.
    Samples &mine = current[target];
    for (size_t k = 0; k < mine.size(); ++k)
      if (carries(layout, (*values)[k], mine[k].shape()))
        mine[k] = carry((*values)[k], layout, mine[k].shape());
      else
        mine[k] = (*values)[k];
  }
  result.values[target] = {sourceValue, std::move(layout), error};
}

void Walk::claim(const Op &target, const Op &sourceOp, double error, double absolute) {
  bool same = true;
  for (const Value *v : target.operands())
    if (auto found = v ? result.values.find(v) : result.values.end(); found != result.values.end())
      same &= found->second.layout.keepsOrder();
  if (auto found = result.values.find(target.result()); found != result.values.end())
    same &= found->second.layout.keepsOrder();
  result.ops.push_back({&target, &sourceOp, error, absolute, same});
  claimed.insert(&sourceOp);
}

/// Arguments correspond by name, else by position. A target argument of another shape is fed the
/// source's tensor under the first layout that fits: channels against pixels before H against W.
LogicalResult Walk::alignArguments() {
  for (const auto &argument : pair.targetNormal->arguments()) {
    Value *partner = pair.sourceNormal->value(argument->name());
    if ((!partner || !partner->isArgument()) &&
        argument->index() < pair.sourceNormal->arguments().size())
      partner = pair.sourceNormal->argument(argument->index());
    const Samples *values = partner && partner->isArgument() ? source.find(partner) : nullptr;
    if (!values)
      return pair.target->module().diagnostics().error(pair.target->location())
             << "argument %" << argument->name() << " of the target has no partner in the source";
    Shape from = (*values)[0].shape();
    Shape to = argument->type().isStatic() ? argument->type().shape() : from;
    std::vector<Layout> layouts = candidateLayouts(from, to);
    if (layouts.empty())
      return pair.target->module().diagnostics().error(pair.target->location())
             << "argument %" << argument->name() << " of the target has shape " << str(to)
             << ", which does not hold the elements of the source's " << str(from);
    const Layout &layout = from == to || layouts.size() == 1 ? layouts[0] : layouts[1];
    Samples fed;
    for (const Tensor &t : *values) {
      Shape shape = argument->type().isStatic() ? to : t.shape();
      if (!carries(layout, t, shape))
        return pair.target->module().diagnostics().error(pair.target->location())
               << "argument %" << argument->name() << " of the target cannot be fed samples of "
               << "different shapes: " << str(from) << " and " << str(t.shape());
      fed.push_back(carry(t, layout, shape));
    }
    current[argument.get()] = std::move(fed);
    AlignedValue aligned{partner, layout, 0};
    result.values[argument.get()] = aligned;
    result.arguments[argument.get()] = aligned;
  }
  return success();
}

std::vector<Walk::Samples> Walk::operandsOf(const Op &op) const {
  std::vector<Samples> out;
  for (const Value *v : op.operands()) {
    auto found = v ? current.find(v) : current.end();
    out.push_back(found == current.end() ? Samples() : found->second);
  }
  return out;
}

std::vector<Walk::Samples> Walk::runOn(const Op &op, const std::vector<Samples> &operands) {
  std::vector<const Value *> fetches;
  for (unsigned i = 0; i < op.numResults(); ++i)
    if (op.hasResult(i))
      fetches.push_back(op.result(i));
  std::vector<Samples> results(op.numResults());
  // The op may not be able to run on values of another shape.
  QuietTrial trial(op.module().diagnostics());
  bool good = true;
  for (size_t k = 0; good && k < source.samples; ++k) {
    Bindings feeds;
    for (const auto &[value, samples] : current)
      if (value->isArgument())
        feeds[value] = samples[k];
    for (unsigned i = 0; i < op.numOperands(); ++i)
      if (op.operand(i) && !op.operand(i)->isWeight() && !operands[i].empty())
        feeds[op.operand(i)] = operands[i][k];
    auto values = executor.run(feeds, fetches);
    good = succeeded(values);
    for (size_t r = 0, f = 0; good && r < op.numResults(); ++r)
      if (op.hasResult(static_cast<unsigned>(r)))
        results[r].push_back(std::move((*values)[f++]));
  }
  return good ? results : std::vector<Samples>();
}

bool Walk::dataOperandsAligned(const Op &op) const {
  for (const Value *v : op.operands())
    if (v && !v->isWeight() && isFloat(v->type().dtype()) && !result.values.count(v))
      return false;
  return true;
}

/// Operands without those at the end that are absent or biases, which an op may have or not.
static unsigned arity(const Op &op) {
  const OpDef *def = opDef(op);
  auto optional = [&](unsigned i) {
    const OperandDef *operand = def ? def->operandDef(i) : nullptr;
    return !op.operand(i) || (operand && operand->role == Role::Bias);
  };
  unsigned count = op.numOperands();
  while (count > 0 && optional(count - 1))
    --count;
  return count;
}

std::vector<const Op *> Walk::partners(const Op &op) const {
  std::vector<const Op *> out;
  const Value *first = nullptr;
  for (const Value *v : op.operands())
    if (auto found = v ? result.values.find(v) : result.values.end();
        found != result.values.end()) {
      first = found->second.source;
      break;
    }
  if (!first)
    return out;
  for (const Op *user : usersOf(*first)) {
    if (user->name() != op.name() || claimed.count(user) || arity(*user) != arity(op))
      continue;
    bool reads = true;
    for (unsigned i = 0; reads && i < op.numOperands(); ++i) {
      auto found = op.operand(i) ? result.values.find(op.operand(i)) : result.values.end();
      if (found != result.values.end())
        reads = std::count(user->operands().begin(), user->operands().end(), found->second.source);
    }
    if (reads)
      out.push_back(user);
  }
  auto rank = [&](const Op *s) {
    double distance = 0;
    for (unsigned i : learnedOperands(op))
      if (const Value *w = s->operand(i); w && w->isWeight())
        distance += fingerprintDistance(w->tensor(), op.operand(i)->tensor());
      else
        distance += 1;
    return distance + (s->attrs() == op.attrs() ? 0 : 0.01);
  };
  // Among equal ones the order of the source decides.
  std::vector<std::tuple<double, size_t, const Op *>> ranked;
  for (const Op *s : out)
    ranked.emplace_back(rank(s), ranked.size(), s);
  std::sort(ranked.begin(), ranked.end());
  for (size_t i = 0; i < out.size(); ++i)
    out[i] = std::get<2>(ranked[i]);
  return out;
}

bool Walk::matchStructure(const Op &op, const Samples &out) {
  const Op *best = nullptr;
  std::optional<LayoutMatch> match;
  for (const Op *candidate : partners(op)) {
    const Samples *values = source.find(candidate->result());
    if (!values || out.empty() || (*values)[0].size() != out[0].size())
      continue;
    auto found = solveLayout(*values, out, tolerance);
    if (found && (!match || found->error < match->error)) {
      match = found;
      best = candidate;
    }
  }
  if (!best)
    return false;
  double absolute = absoluteError(*source.find(best->result()), out, match->layout);
  align(op.result(), best->result(), match->layout, match->error);
  claim(op, *best, match->error, absolute);
  return true;
}

bool Walk::matchValue(const Op &op, unsigned r, const Samples &out) {
  if (out.empty() || out[0].size() < 2 || !isFloat(op.result(r)->type().dtype()))
    return false;
  auto bucket = index.find(out[0].size());
  if (bucket == index.end())
    return false;
  Sketch mine = Sketch::of(out[0]);
  const Value *best = nullptr;
  std::optional<LayoutMatch> match;
  for (const Candidate &c : bucket->second) {
    if (mine.distance(c.sketch) > 0.02)
      continue;
    auto found = solveLayout(*source.find(c.value), out, tolerance);
    // Among equal values (movement, Identity) the first one in the source is kept.
    if (found && (!match || found->error < match->error)) {
      match = found;
      best = c.value;
    }
  }
  if (!best)
    return false;
  double absolute = absoluteError(*source.find(best), out, match->layout);
  align(op.result(r), best, match->layout, match->error);
  const Op *maker = best->definingOp();
  if (r == 0 && maker && maker->name() == op.name() && !claimed.count(maker))
    claim(op, *maker, match->error, absolute);
  return true;
}

/// The op's operand may hold the right elements in the wrong order: tries the other orders.
bool Walk::relayout(const Op &op) {
  for (const Op *candidate : partners(op)) {
    const Samples *wanted = source.find(candidate->result());
    if (!wanted)
      continue;
    for (unsigned i = 0; i < op.numOperands(); ++i) {
      auto found = op.operand(i) ? result.values.find(op.operand(i)) : result.values.end();
      const Value *from = found == result.values.end() ? nullptr : found->second.source;
      const Value *theirs = candidate->operand(i);
      if (!from || !theirs || from != theirs)
        continue;
      Layout actual = found->second.layout;
      const Samples &values = *source.find(from);
      std::vector<Samples> operands = operandsOf(op);
      // The order that the source's op itself reads comes first, whatever the target's shape is.
      for (const Layout &layout : candidateLayouts(values[0].shape(), operands[i][0].shape())) {
        Shape shape = layout.keepsOrder() ? values[0].shape() : operands[i][0].shape();
        if (layout == actual && shape == operands[i][0].shape())
          continue;
        std::vector<Samples> trial = operands;
        bool fits = true;
        for (size_t k = 0; fits && k < values.size(); ++k)
          if ((fits = carries(layout, values[k], shape)))
            trial[i][k] = carry(values[k], layout, shape);
        if (!fits)
          continue;
        std::vector<Samples> out = runOn(op, trial);
        if (out.empty() || out[0][0].size() != (*wanted)[0].size())
          continue;
        auto match = solveLayout(*wanted, out[0], tolerance);
        if (!match)
          continue;
        double absolute = absoluteError(*wanted, out[0], match->layout);
        current[op.result()] = std::move(out[0]);
        align(op.result(), candidate->result(), match->layout, match->error);
        result.relayouts.push_back({&op, i, from, actual, layout});
        claim(op, *candidate, match->error, absolute);
        return true;
      }
    }
  }
  return false;
}

/// No number fits, but the op reads what its partner reads and is of the same kind: it is the place
/// of a fault, and the walk goes on with the source's values.
void Walk::pairAnyway(const Op &op, const Samples &out) {
  std::vector<const Op *> candidates = partners(op);
  if (candidates.empty())
    return;
  const Op *best = candidates.front();
  const Samples *values = source.find(best->result());
  double error = infinite, absolute = infinite;
  auto equallyMany = [](const Tensor &a, const Tensor &b) { return a.size() == b.size(); };
  if (values && std::ranges::equal(*values, out, equallyMany)) {
    Layout layout = identityLayout((*values)[0].shape());
    if ((*values)[0].shape() != out[0].shape())
      for (const Layout &c : candidateLayouts((*values)[0].shape(), out[0].shape()))
        if (!c.keepsOrder()) {
          layout = c;
          break;
        }
    error = layoutError(*values, out, layout);
    absolute = absoluteError(*values, out, layout);
    align(op.result(), best->result(), layout, error);
  } else if (values) {
    // Another shape: what follows gets the source's value as it is.
    current[op.result()] = *values;
    align(op.result(), best->result(), identityLayout((*values)[0].shape()), infinite);
  }
  claim(op, *best, error, absolute);
}

std::vector<const Op *> Walk::likeWeighted(const Op &op) const {
  std::vector<std::tuple<double, size_t, const Op *>> found;
  std::vector<unsigned> learned = learnedOperands(op);
  for (const auto &s : pair.sourceNormal->ops()) {
    if (s->name() != op.name() || claimed.count(s.get()))
      continue;
    double distance = 0;
    bool alike = true;
    for (unsigned i : learned) {
      const Value *w = s->operand(i);
      if (!w && i >= arity(op))
        continue;
      alike &= w && w->isWeight() && w->tensor().size() == op.operand(i)->tensor().size();
      if (alike)
        distance += fingerprintDistance(w->tensor(), op.operand(i)->tensor());
    }
    if (alike)
      found.emplace_back(distance, found.size(), s.get());
  }
  // Among equal ones the first in the source's order, so that shared weights pair in sequence.
  std::sort(found.begin(), found.end());
  constexpr size_t most = 4;
  std::vector<const Op *> out;
  for (size_t i = 0; i < found.size() && i < most; ++i)
    out.push_back(std::get<2>(found[i]));
  return out;
}

/// Behind a region that did not close: feeds a source op's operand to the target's op and looks
/// whether it then gives the source's result. With `replaceAligned` operands that are aligned are
/// fed anew as well: the target lacks an op in front of this one.
bool Walk::resync(const Op &op, bool replaceAligned) {
  auto replaced = [&](const Value *v) {
    return v && !v->isWeight() && (replaceAligned || !result.values.count(v));
  };
  for (const Op *candidate : likeWeighted(op)) {
    const Samples *wanted = source.find(candidate->result());
    std::vector<Samples> operands = operandsOf(op);
    bool complete = wanted != nullptr;
    for (unsigned i = 0; complete && i < op.numOperands(); ++i) {
      const Value *theirs = candidate->operand(i);
      if (!replaced(op.operand(i)))
        continue;
      const Samples *values = theirs ? source.find(theirs) : nullptr;
      complete = values != nullptr;
      if (complete)
        operands[i] = *values;
    }
    if (!complete)
      continue;
    std::vector<Samples> out = runOn(op, operands);
    if (out.empty() || out[0][0].size() != (*wanted)[0].size())
      continue;
    auto match = solveLayout(*wanted, out[0], tolerance);
    if (!match)
      continue;
    for (unsigned i = 0; i < op.numOperands(); ++i)
      if (const Value *mine = op.operand(i); replaced(mine) && !result.values.count(mine)) {
        current[mine] = operands[i];
        align(mine, candidate->operand(i), identityLayout(operands[i][0].shape()), infinite);
      }
    double absolute = absoluteError(*wanted, out[0], match->layout);
    current[op.result()] = std::move(out[0]);
    align(op.result(), candidate->result(), match->layout, match->error);
    claim(op, *candidate, match->error, absolute);
    return true;
  }
  return false;
}

LogicalResult Walk::visit(const Op &op) {
  bool aligned = dataOperandsAligned(op);
  std::vector<Samples> out = runOn(op, operandsOf(op));
  for (unsigned i = 0; i < out.size(); ++i)
    if (!out[i].empty())
      current[op.result(i)] = out[i];
  bool real = op.hasResult(0) && op.result()->type().isTensor() &&
              (out.empty() || (!out[0][0].isString() && isFloat(op.result()->type().dtype())));
  if (!real)
    return success();
  bool found = aligned && !out.empty() && matchStructure(op, out[0]);
  for (unsigned i = 0; !found && !out.empty() && i < op.numResults(); ++i)
    found |= op.hasResult(i) && matchValue(op, i, out[i]) && i == 0;
  for (unsigned i = 1; found && i < op.numResults(); ++i)
    if (op.hasResult(i) && !result.values.count(op.result(i)) && !out.empty())
      matchValue(op, i, out[i]);
  if (found)
    return success();
  if (aligned && relayout(op))
    return success();
  if (aligned && !partners(op).empty())
    pairAnyway(op, out.empty() ? Samples() : out[0]);
  else if (hasWeights(op))
    resync(op, /*replaceAligned=*/aligned);
  if (!current.count(op.result()))
    return op.emitError() << "'" << op.name()
                          << "' cannot run on the source's values, and the source "
                          << "has no partner for it";
  return success();
}

/// How far the op is off its partner when it is given what the partner reads: relative and
/// absolute; infinite if it cannot be run on that.
std::pair<double, double> Walk::localError(const Op &op, const Op &partner) {
  const std::pair<double, double> unknown(infinite, infinite);
  const Samples *wanted = source.find(partner.result());
  std::vector<Samples> operands(op.numOperands());
  for (unsigned i = 0; i < op.numOperands(); ++i) {
    if (!op.operand(i) || op.operand(i)->isWeight())
      continue;
    const Samples *values = partner.operand(i) ? source.find(partner.operand(i)) : nullptr;
    if (!values)
      return unknown;
    operands[i] = *values;
  }
  std::vector<Samples> out = runOn(op, operands);
  if (!wanted || out.empty() || out[0][0].shape() != (*wanted)[0].shape())
    return unknown;
  Layout same = identityLayout(out[0][0].shape());
  return {layoutError(*wanted, out[0], same), absoluteError(*wanted, out[0], same)};
}

/// Weighted ops inside regions that closed around them: leftovers pair in order, one to one, if
/// their learned tensors have equal sizes.
void Walk::pairRegions() {
  for (const auto &op : pair.targetNormal->ops()) {
    if (!hasWeights(*op) || result.pairOf(op.get()))
      continue;
    std::vector<const Op *> like = likeWeighted(*op);
    if (like.empty())
      continue;
    double distance = 0;
    for (unsigned i : learnedOperands(*op))
      if (const Value *w = like[0]->operand(i))
        distance += fingerprintDistance(w->tensor(), op->operand(i)->tensor());
    constexpr double surelyEqual = 1e-3;
    if (distance >= surelyEqual)
      continue;
    auto [error, absolute] = localError(*op, *like[0]);
    claim(*op, *like[0], error, absolute);
  }
}

FailureOr<Alignment> Walk::run() {
  indexSource();
  if (failed(alignArguments()))
    return failure();
  std::unordered_map<const Value *, size_t> usesLeft;
  for (const auto &op : pair.targetNormal->ops())
    for (const Value *v : op->operands())
      if (v && !v->isWeight())
        ++usesLeft[v];
  for (const auto &op : pair.targetNormal->ops()) {
    if (failed(visit(*op)))
      return failure();
    for (const Value *v : op->operands())
      if (v && v->isResult() && --usesLeft[v] == 0)
        current.erase(v);
  }
  pairRegions();
  return std::move(result);
}

} // namespace fixcon
