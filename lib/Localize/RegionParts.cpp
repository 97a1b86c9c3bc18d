// A normal form makes one op of many, and what surrounds a fault differs with it: where the mean of a layer normalisation
// is a maximum, nothing is a layer normalisation any more, and its scale, if that is wrong as well, stands in a region of
// ten ops. But the files spell both sides by ops that correspond one by one:
//
//   source: ReduceMean  Sub  Mul %s  Add        target: ReduceMax  Sub  Mul %t  Add
//
// They are laid beside each other so that as little as possible differs. Whether a difference makes one is tried: the
// source's chain is run with it alone.
#include "RegionParts.h"

#include "HeldConstants.h"
#include "fixcon/Exec/Executor.h"
#include "fixcon/Localize/FileDifferences.h"
#include "fixcon/Ops/OpDef.h"

#include <algorithm>
#include <functional>
#include <limits>
#include <map>
#include <set>
#include <unordered_map>
#include <unordered_set>

namespace fixcon {
namespace {

constexpr size_t longestChain = 48, samplesTried = 2;
/// Differences that are looked at, and that are told.
constexpr size_t mostDifferences = 6, mostTold = 4;
/// How far what the chain gives may be from what the normal form gives, relative to the largest element.
constexpr double foldingError = 1e-4;

/// The ops of one file behind the ops of a place.
struct Chain {
  Chain(const std::vector<const Op *> &core, const Graph &executable, const Graph &faithful)
      : executable(executable), faithful(faithful) {
    std::unordered_set<const Op *> behind;
    for (const Op *op : core)
      for (const Op *part : opsBehind(*op, executable, faithful))
        behind.insert(part);
    for (const auto &op : executable.ops())
      if (behind.contains(op.get()))
        ops.push_back(op.get());
  }
  /// Of the file, or what was made of an attribute. Each is asked for many times, and may be large.
  const std::optional<Tensor> &constant(const Value *value) const {
    auto [known, isNew] = constants.try_emplace(value);
    if (isNew)
      known->second = heldConstant(value, faithful);
    if (isNew && !known->second && value && value->isWeight())
      known->second = value->tensor();
    return known->second;
  }
  const Graph &executable, &faithful;
  std::vector<const Op *> ops;

private:
  mutable std::unordered_map<const Value *, std::optional<Tensor>> constants;
};

/// Two ops of one kind that stand for each other; or what stands between such, of which nobody knows what stands for what.
struct Step {
  std::vector<const Op *> target, source;
  bool isOther = false;
};

/// Two chains laid beside each other.
class Beside {
public:
  Beside(const Chain &target, const Chain &source) : target(target), source(source) {}

  std::vector<Step> steps() {
    size_t n = target.ops.size(), m = source.ops.size();
    std::vector<std::vector<double>> cost(n + 1, std::vector<double>(m + 1, 0));
    for (size_t i = n + 1; i-- > 0;)
      for (size_t j = m + 1; j-- > 0;)
        cost[i][j] = i == n || j == m
                         ? alone * double(n - i + m - j)
                         : std::min({costOf(*target.ops[i], *source.ops[j]) + cost[i + 1][j + 1],
                                     alone + cost[i + 1][j], alone + cost[i][j + 1]});
    std::vector<Step> out;
    auto other = [&]() -> Step & {
      if (out.empty() || !out.back().isOther)
        out.push_back({{}, {}, true});
      return out.back();
    };
    for (size_t i = 0, j = 0; i < n || j < m;) {
      if (i < n && j < m &&
          cost[i][j] == costOf(*target.ops[i], *source.ops[j]) + cost[i + 1][j + 1])
        out.push_back({{target.ops[i++]}, {source.ops[j++]}});
      else if (i < n && (j == m || cost[i][j] == alone + cost[i + 1][j]))
        other().target.push_back(target.ops[i++]);
      else
        other().source.push_back(source.ops[j++]);
    }
    return out;
  }

  /// Of two ops of one kind.
  std::vector<unsigned> learnedDifferences(const Op &t, const Op &s) const {
    std::vector<unsigned> out;
    const OpDef *def = opDef(t);
    if (def && def->isCommutative() && haveExchanged(t, s))
      return out;
    for (unsigned i = 0; def && i < std::max(t.numOperands(), s.numOperands()); ++i) {
      const OperandDef *operand = def->operandDef(i);
      const auto &tc = target.constant(t.operand(i)), &sc = source.constant(s.operand(i));
      if (operand && !configures(operand->role) && (tc || sc) && !holdTheSame(tc, sc))
        out.push_back(i);
    }
    return out;
  }

  /// Whether what one side computes is a constant of the other.
  bool isComputedOnOneSide(const Op &t, const Op &s, unsigned operand) const {
    const Value *tv = t.operand(operand), *sv = s.operand(operand);
    return tv && sv && target.constant(tv).has_value() != source.constant(sv).has_value();
  }

private:
  /// Whether the two hold the same constant on the other side of what they compute.
  bool haveExchanged(const Op &t, const Op &s) const {
    auto areExchanged = [&](unsigned own, unsigned other) {
      const auto &tc = target.constant(t.operand(own)), &sc = source.constant(s.operand(other));
      return tc && sc && holdTheSame(tc, sc) && !target.constant(t.operand(other)) &&
             !source.constant(s.operand(own));
    };
    return areExchanged(0, 1) || areExchanged(1, 0);
  }

  static constexpr double alone = 1, changed = 1, reshaped = 1.5;

  double costOf(const Op &t, const Op &s) const {
    if (t.name() != s.name())
      return std::numeric_limits<double>::infinity();
    std::vector<unsigned> learned = learnedDifferences(t, s);
    bool isReshaped = std::ranges::any_of(learned, [&](unsigned i) {
      const auto &tc = target.constant(t.operand(i)), &sc = source.constant(s.operand(i));
      return tc && sc && tc->shape() != sc->shape();
    });
    bool isChanged = !learned.empty() || !hyperparameterDifferences(s, t).empty();
    return isReshaped ? reshaped : isChanged ? changed : 0;
  }

  const Chain &target, &source;
};

using Planted = std::vector<const PartDifference *>;

/// What of it is planted at a step.
struct PlantedHere {
  PlantedHere(const Planted &planted, const Step &step) {
    for (const PartDifference *part : planted)
      if (part->target == step.target && part->source == step.source)
        (part->isOther() ? other : part->settings.empty() ? learned : settings) = part;
  }
  /// Whether the target's operand is what an op of one kind reads.
  bool hasOperand(const Op &op, unsigned i) const {
    const OperandDef *operand = opDef(op)->operandDef(i);
    return operand && configures(operand->role)
               ? settings != nullptr
               : learned && std::ranges::find(learned->learned, i) != learned->learned.end();
  }
  const PartDifference *other = nullptr, *settings = nullptr, *learned = nullptr;
};

/// The source's chain, as it is or with differences of the target's in it.
class Trial {
public:
  Trial(const DifferingPlace &place, const AlignedPair &aligned, const Chain &target,
        const Chain &source, const std::vector<Step> &steps)
      : place(place), aligned(aligned), target(target), source(source), steps(steps) {
    for (const Step &step : steps)
      for (const Op *op : step.target)
        sourceOf[op] = step.isOther ? nullptr : step.source.front();
  }

  /// What the place gives on a sample, by output; nothing if it cannot be run.
  std::optional<std::vector<Tensor>> run(const Planted &planted, size_t sample);
  /// Whether what stands in place of something else is made of one of the values that this is made of. Else the ops behind
  /// it read another value, and no op is missing or too much.
  bool isMadeOfTheSame(const PartDifference &part) const;

private:
  std::optional<Tensor> sourceValue(const Value *value) const;
  std::optional<Tensor> targetValue(const Value *value) const;
  std::string standsFor(const Value *value) const;
  std::set<std::string> readBehind(const std::vector<const Op *> &ops, bool isTarget) const;
  bool runSource(const Step &step, const PlantedHere &here);
  bool runOther(const Step &step);
  bool take(const Op &op, unsigned i, const Op *planted, Tensor &into, const Tensor *&given) const;

  const DifferingPlace &place;
  const AlignedPair &aligned;
  const Chain &target, &source;
  const std::vector<Step> &steps;
  std::unordered_map<const Op *, const Op *> sourceOf; ///< null where nobody knows
  size_t sample = 0;
  std::unordered_map<const Value *, Tensor> made;            ///< by value of the source
  std::unordered_map<const Value *, Tensor> planted;         ///< by value of the target
  std::map<std::pair<const Op *, unsigned>, Tensor> instead; ///< what an op of the source reads
};

std::optional<Tensor> Trial::sourceValue(const Value *value) const {
  if (auto found = made.find(value); found != made.end())
    return found->second;
  const Value *normal = aligned.pair.sourceNormal->value(value->name());
  const Samples *samples = normal ? aligned.values.find(normal) : nullptr;
  return samples && sample < samples->size() ? std::optional((*samples)[sample]) : std::nullopt;
}

/// What stands for a value of the target that is planted, is a partner's result, or comes from outside.
std::optional<Tensor> Trial::targetValue(const Value *value) const {
  if (auto found = planted.find(value); found != planted.end())
    return found->second;
  const Op *maker = value->definingOp();
  if (auto found = maker ? sourceOf.find(maker) : sourceOf.end(); found != sourceOf.end())
    return found->second ? sourceValue(found->second->result(value->index())) : std::nullopt;
  const Value *normal = aligned.pair.targetNormal->value(value->name());
  const AlignedValue *own = normal ? aligned.alignment.find(normal) : nullptr;
  const Samples *samples =
      own && own->layout.keepsOrder() ? aligned.values.find(own->source) : nullptr;
  return samples && sample < samples->size() ? std::optional((*samples)[sample]) : std::nullopt;
}

/// The source's name for a value of the target; empty if it has none.
std::string Trial::standsFor(const Value *value) const {
  const Op *maker = value->definingOp();
  if (auto found = maker ? sourceOf.find(maker) : sourceOf.end(); found != sourceOf.end())
    return found->second ? found->second->result(value->index())->name() : "";
  const Value *normal = aligned.pair.targetNormal->value(value->name());
  const AlignedValue *own = normal ? aligned.alignment.find(normal) : nullptr;
  return own ? own->source->name() : "";
}

/// What partners read where one of them reads what the ops make; in the source's names.
std::set<std::string> Trial::readBehind(const std::vector<const Op *> &ops, bool isTarget) const {
  std::set<std::string> names;
  for (const Step &reader : steps)
    for (unsigned i = 0; !reader.isOther && i < reader.target.front()->numOperands(); ++i) {
      const Value *own = reader.target.front()->operand(i),
                  *wanted = reader.source.front()->operand(i);
      const Value *made = isTarget ? own : wanted;
      if (!own || !wanted || std::ranges::find(ops, made->definingOp()) == ops.end())
        continue;
      names.insert(isTarget ? wanted->name() : standsFor(own));
    }
  return names;
}

bool Trial::isMadeOfTheSame(const PartDifference &part) const {
  auto inputsOf = [](const std::vector<const Op *> &ops, const Chain &chain, auto name) {
    std::set<std::string> names;
    for (const Op *op : ops)
      for (const Value *v : op->operands())
        if (v && std::ranges::find(ops, v->definingOp()) == ops.end() && !chain.constant(v))
          names.insert(name(v));
    return names;
  };
  std::set<std::string> target =
      part.target.empty()
          ? readBehind(part.source, false)
          : inputsOf(part.target, this->target, [&](const Value *v) { return standsFor(v); });
  std::set<std::string> source =
      part.source.empty()
          ? readBehind(part.target, true)
          : inputsOf(part.source, this->source, [](const Value *v) { return v->name(); });
  // Behind the last op of the place there is no reader.
  return target.empty() || source.empty() || std::ranges::any_of(target, [&](const auto &name) {
           return !name.empty() && source.contains(name);
         });
}

/// An operand of an op of the source, or of `like` in its place; it may be absent. False if nobody knows it.
bool Trial::take(const Op &op, unsigned i, const Op *like, Tensor &into,
                 const Tensor *&given) const {
  const Value *value = like ? like->operand(i) : op.operand(i);
  if (!value)
    return true;
  std::optional<Tensor> tensor;
  if (auto found = instead.find({&op, i}); found != instead.end())
    tensor = found->second;
  else
    tensor = (like ? target : source).constant(value);
  if (!tensor && !like)
    tensor = sourceValue(value);
  if (tensor)
    into = std::move(*tensor);
  given = &into;
  return tensor.has_value();
}

bool evaluate(const Op &op, const std::vector<const Tensor *> &given,
              std::vector<Tensor> &results) {
  DiagnosticSuppressor suppressor(op.module().diagnostics());
  auto computed = evaluateOp(op, given, {});
  if (failed(computed))
    return false;
  results = std::move(*computed);
  return !results.empty();
}

/// An op of the source, with what is planted in it.
bool Trial::runSource(const Step &step, const PlantedHere &here) {
  for (const Op *op : step.source) {
    const Op &run = here.settings ? *step.target.front() : *op;
    std::vector<Tensor> fed(run.numOperands()), results;
    std::vector<const Tensor *> given(run.numOperands(), nullptr);
    for (unsigned i = 0; i < run.numOperands(); ++i)
      if (!take(*op, i, here.hasOperand(*op, i) ? step.target.front() : nullptr, fed[i], given[i]))
        return false;
    if (!evaluate(run, given, results))
      return false;
    for (unsigned i = 0; i < std::min<size_t>(op->numResults(), results.size()); ++i)
      made[op->result(i)] = std::move(results[i]);
  }
  return true;
}

/// The target's ops in place of the source's: what comes behind reads what the target has it read.
bool Trial::runOther(const Step &step) {
  for (const Op *op : step.target) {
    std::vector<Tensor> fed(op->numOperands()), results;
    std::vector<const Tensor *> given(op->numOperands(), nullptr);
    for (unsigned i = 0; i < op->numOperands(); ++i) {
      if (!op->operand(i))
        continue;
      auto tensor = target.constant(op->operand(i));
      if (!tensor)
        tensor = targetValue(op->operand(i));
      if (!tensor)
        return false;
      fed[i] = std::move(*tensor);
      given[i] = &fed[i];
    }
    if (!evaluate(*op, given, results))
      return false;
    for (unsigned i = 0; i < std::min<size_t>(op->numResults(), results.size()); ++i)
      planted[op->result(i)] = std::move(results[i]);
  }
  auto isMadeHere = [](const Value *value, const std::vector<const Op *> &ops) {
    return value && std::ranges::find(ops, value->definingOp()) != ops.end();
  };
  for (const Step &reader : steps)
    for (unsigned i = 0; !reader.isOther && i < reader.source.front()->numOperands(); ++i) {
      const Value *own = reader.target.front()->operand(i);
      if (!isMadeHere(own, step.target) &&
          !isMadeHere(reader.source.front()->operand(i), step.source))
        continue;
      auto tensor = own ? targetValue(own) : std::nullopt;
      if (!tensor)
        return false;
      instead[{reader.source.front(), i}] = std::move(*tensor);
    }
  return true;
}

std::optional<std::vector<Tensor>> Trial::run(const Planted &differences, size_t k) {
  sample = k;
  made.clear();
  planted.clear();
  instead.clear();
  for (const Step &step : steps) {
    PlantedHere here(differences, step);
    if (!(here.other ? runOther(step) : runSource(step, here)))
      return std::nullopt;
  }
  std::vector<Tensor> out;
  for (const Region::Output &output : place.outputs) {
    const Value *end = source.executable.value(output.source->name()),
                *own = target.executable.value(output.target->name());
    // Where the source's is not made, the target's ops stand in its place.
    bool isPlanted = own && (planted.contains(own) || (end && !made.contains(end)));
    auto tensor = isPlanted ? targetValue(own) : end ? sourceValue(end) : std::nullopt;
    if (!tensor)
      return std::nullopt;
    out.push_back(std::move(*tensor));
  }
  return out;
}

bool isNear(const std::vector<Tensor> &a, const std::vector<Tensor> &b, double floor) {
  return std::ranges::equal(a, b, [&](const Tensor &x, const Tensor &y) {
    return x.shape() == y.shape() && absoluteError(std::span(&x, 1), std::span(&y, 1), {}) <= floor;
  });
}

/// What may make the difference, before anything is tried; nothing if it is too much.
std::vector<PartDifference> candidates(const std::vector<Step> &steps, const Beside &beside) {
  std::vector<PartDifference> out;
  bool hasEqual = false;
  for (const Step &step : steps) {
    if (step.isOther) {
      out.push_back({step.target, step.source, {}, {}});
      continue;
    }
    auto settings = hyperparameterDifferences(*step.source.front(), *step.target.front());
    auto learned = beside.learnedDifferences(*step.target.front(), *step.source.front());
    if (std::ranges::any_of(learned, [&](unsigned i) {
          return beside.isComputedOnOneSide(*step.target.front(), *step.source.front(), i);
        }))
      return {};
    hasEqual |= settings.empty() && learned.empty();
    if (!settings.empty())
      out.push_back({step.target, step.source, std::move(settings), {}});
    if (!learned.empty())
      out.push_back({step.target, step.source, {}, std::move(learned)});
  }
  bool isAlike = hasEqual || std::ranges::none_of(out, &PartDifference::isOther);
  return isAlike && out.size() <= mostDifferences ? out : std::vector<PartDifference>();
}

/// Erases those that together show nothing, so many at a time: a factor that stands in another constant.
void eraseHidden(std::vector<PartDifference> &parts, size_t together,
                 const std::function<bool(const Planted &)> &shows) {
  std::vector<char> isChosen(parts.size(), 0); // a permutation of places
  std::fill_n(isChosen.begin(), std::min(together, parts.size()), 1);
  while (parts.size() >= together) {
    Planted planted;
    for (size_t i = 0; i < parts.size(); ++i)
      if (isChosen[i])
        planted.push_back(&parts[i]);
    if (!shows(planted)) {
      size_t at = 0;
      std::erase_if(parts, [&](const PartDifference &) { return isChosen[at++] != 0; });
      isChosen.assign(parts.size(), 0);
      std::fill_n(isChosen.begin(), std::min(together, parts.size()), 1);
    } else if (!std::ranges::prev_permutation(isChosen).found) {
      return;
    }
  }
}

} // namespace

std::vector<PartDifference> partsThatDiffer(const DifferingPlace &place, const AlignedPair &aligned,
                                            const ExecutablePair &files) {
  Chain target(place.target, *files.targetExecutable, *files.target),
      source(place.source, *files.sourceExecutable, *files.source);
  bool isShort = target.ops.size() <= 1 && source.ops.size() <= 1;
  if (isShort || std::max(target.ops.size(), source.ops.size()) > longestChain ||
      place.outputs.empty() || aligned.values.samples == 0)
    return {};
  Beside beside(target, source);
  const std::vector<Step> steps = beside.steps();
  std::vector<PartDifference> found = candidates(steps, beside);
  Trial trial(place, aligned, target, source, steps);
  auto own = found.empty() ? std::nullopt : trial.run({}, 0);
  if (!own)
    return {};
  for (size_t i = 0; i < place.outputs.size(); ++i) {
    // Folded weights are rounded.
    const Samples *values = aligned.values.find(place.outputs[i].source);
    if (!values || values->empty() || values->front().shape() != (*own)[i].shape() ||
        layoutError(std::span(values->data(), 1), std::span(&(*own)[i], 1), {}) > foldingError)
      return {};
  }
  std::vector<std::optional<std::vector<Tensor>>> right{std::move(own)};
  for (size_t k = 1; k < std::min(samplesTried, aligned.values.samples); ++k)
    right.push_back(trial.run({}, k));
  auto shows = [&](const Planted &planted) {
    for (size_t k = 0; k < right.size(); ++k) {
      auto with = trial.run(planted, k);
      if (!right[k] || !with || !isNear(*right[k], *with, place.floor))
        return true;
    }
    return false;
  };
  // What shows alone may not with another, so that comes first.
  for (size_t together : {2, 1})
    eraseHidden(found, together, shows);
  bool isClear = found.size() <= mostTold && std::ranges::all_of(found, [&](const auto &part) {
                   return !part.isOther() || trial.isMadeOfTheSame(part);
                 });
  return isClear ? found : std::vector<PartDifference>();
}

} // namespace fixcon
