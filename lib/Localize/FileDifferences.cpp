// A normal form folds a chain of ops into one, and with it the causes of a difference:
//
//   Conv, BatchNormalization {epsilon = 0.001}    and    Conv, BatchNormalization {epsilon = 1e-5}
//
// are two convolutions of other weights. In the executable forms each op stands for one of the file. Where
// both chains are built alike, op by op, only what differs there can have made the difference.
#include "fixcon/Localize/FileDifferences.h"

#include "fixcon/Align/NormalPair.h"
#include "fixcon/Localize/EqualWeights.h"
#include "fixcon/Ops/Misfit.h"
#include "fixcon/Ops/OpDef.h"
#include "fixcon/Spelling/FaithfulConstant.h"

#include <algorithm>
#include <unordered_map>
#include <unordered_set>

namespace fixcon {
namespace {

/// The ops behind one of the normal form, and the file that they stand for.
class Chain {
public:
  Chain(const Op &core, const Graph &executable, const Graph &faithful)
      : ops(opsBehind(core, executable, faithful)), faithful(faithful) {
    for (const Op *op : ops)
      position.emplace(op, position.size());
  }

  std::optional<FaithfulConstant> constant(const Value *value) const {
    return value ? FaithfulConstant::of(valueInFile(faithful, value->name())) : std::nullopt;
  }
  /// The place in the chain of the op that makes a value; -1 for what comes from elsewhere.
  int64_t maker(const Value *value) const {
    auto found = position.find(value ? value->definingOp() : nullptr);
    return found == position.end() ? -1 : static_cast<int64_t>(found->second);
  }

  const std::vector<const Op *> ops;

private:
  const Graph &faithful;
  std::unordered_map<const Op *, size_t> position;
};

class Comparison {
public:
  Comparison(const Chain &target, const Chain &source) : target(target), source(source) {}

  std::optional<std::vector<FileDifference>> run() {
    if (target.ops.size() != source.ops.size())
      return std::nullopt;
    for (size_t i = 0; i < target.ops.size(); ++i)
      if (!compare(*target.ops[i], *source.ops[i]))
        return std::nullopt;
    return std::move(found);
  }

private:
  /// False if the two are not alike.
  bool compare(const Op &t, const Op &s) {
    const OpDef *def = opDef(t);
    if (!def || t.name() != s.name())
      return false;
    for (unsigned i = 0; i < std::max(t.numOperands(), s.numOperands()); ++i)
      if (!compareOperand(t, s, i, def->operandDef(i)))
        return false;
    for (HyperparameterDifference &d : hyperparameterDifferences(s, t))
      found.push_back({&t, &s, d.name, d.operand, false, d.source, d.target});
    return true;
  }

  bool compareOperand(const Op &t, const Op &s, unsigned i, const OperandDef *operand) {
    const Value *tv = t.operand(i), *sv = s.operand(i);
    // A bias that one side lacks is seen in the normal form.
    if (!tv || !sv || !operand)
      return !tv == !sv || (operand && operand->role == Role::Bias);
    if (configures(operand->role))
      return tv->isWeight() == sv->isWeight();
    // What an op of the chain makes is compared there, also if it depends on constants alone.
    int64_t maker = target.maker(tv);
    if (maker >= 0 || source.maker(sv) >= 0)
      return maker == source.maker(sv);
    auto tc = target.constant(tv), sc = source.constant(sv);
    if (tc && sc)
      return compareConstants(t, s, i, operand->name, tc->real(), sc->real());
    // What a rule made of an attribute is seen at no operand of the file.
    if (tv->isWeight() || sv->isWeight())
      return tv->isWeight() && sv->isWeight() && tv->tensor().identical(sv->tensor());
    return !tc && !sc;
  }

  bool compareConstants(const Op &t, const Op &s, unsigned i, const std::string &name,
                        const Tensor &tc, const Tensor &sc) {
    if (tc.shape() != sc.shape())
      return false;
    if (tc.isString() || !isFloat(tc.dtype()) || !isFloat(sc.dtype()))
      return tc.identical(sc);
    if (!equalWeights(sc, tc))
      found.push_back({&t, &s, name, i, true, {}, {}});
    return true;
  }

  const Chain &target, &source;
  std::vector<FileDifference> found;
};

} // namespace

/// Whether the op hands its operand on: a constant as the next op reads it.
static bool isTransparent(const Op &op, const Graph &faithful) {
  return op.name() == "identity" || isMisfit(op) ||
         (op.numOperands() == 1 && op.numResults() == 1 &&
          FaithfulConstant::of(valueInFile(faithful, op.result()->name())));
}

std::vector<const Op *> opsBehind(const Op &core, const Graph &executable, const Graph &faithful) {
  std::unordered_set<std::string> names(core.origins().begin(), core.origins().end());
  for (const Value *operand : core.operands())
    if (operand && operand->isWeight())
      names.insert(operand->origins().begin(), operand->origins().end());
  std::vector<const Op *> ops;
  for (const auto &op : executable.ops())
    if (std::ranges::any_of(op->origins(),
                            [&](const std::string &o) { return names.contains(o); }) &&
        !isTransparent(*op, faithful))
      ops.push_back(op.get());
  return ops;
}

std::optional<std::vector<FileDifference>> fileDifferences(const ExecutablePair &pair,
                                                           const Op &target, const Op &source) {
  Chain t(target, *pair.targetExecutable, *pair.target),
      s(source, *pair.sourceExecutable, *pair.source);
  auto found = Comparison(t, s).run();
  return found && !found->empty() ? std::move(found) : std::nullopt;
}

bool areSaidAlike(const ExecutablePair &pair, const Op &target, const Op &source) {
  auto t = opsBehind(target, *pair.targetExecutable, *pair.target),
       s = opsBehind(source, *pair.sourceExecutable, *pair.source);
  return !t.empty() && std::ranges::equal(t, s, [](const Op *a, const Op *b) {
    return a->name() == b->name() && opDef(*a) && hyperparameterDifferences(*b, *a).empty();
  });
}

std::vector<FileDifference> spellingOf(const std::string &name, const Op &target,
                                       const std::vector<HyperparameterDifference> &differences,
                                       const std::vector<FileDifference> &parts) {
  std::vector<FileDifference> spelling;
  for (const FileDifference &part : parts)
    if (!part.isLearned && part.target->name() == target.name() &&
        (part.name == name ||
         std::ranges::find(differences, part.name, &HyperparameterDifference::name) ==
             differences.end()))
      spelling.push_back(part);
  return spelling;
}

std::vector<FileDifference> foldedInto(const Op &core, std::vector<FileDifference> parts) {
  bool isOwn =
      !opDef(core)->traits().window && std::ranges::none_of(parts, &FileDifference::isLearned);
  // A factor has its effect whatever else differs; what only says how weights are to be read need not.
  auto isFactor = [](const FileDifference &part) {
    return part.sourceValue.get<double>() && part.targetValue.get<double>();
  };
  std::erase_if(parts, [&](const FileDifference &part) {
    return part.isLearned || (part.target->name() == core.name() && !isOwn && !isFactor(part));
  });
  return parts;
}

Value *constantBehind(const Op &executable, int64_t operand, const Graph &faithful) {
  const Value *value = executable.operand(static_cast<unsigned>(operand));
  return value ? valueInFile(faithful, value->name()) : nullptr;
}

} // namespace fixcon
