// repair-wb: writes the source's values into the constants that hold the target's, in the target's
// layout and dtype.
//
// Which faithful constant feeds which element of the normal form is found on numbers: the constant
// is the normal form's tensor under some order of axes, or the same tensor of the source's faithful
// op. A bias that the target's op does not have is added to it. Every edit is then proven: after it
// the operands of the normal forms are equal as the localiser sees them.
#include "Repairer.h"
#include "Transaction.h"
#include "fixcon/Align/Alignment.h"
#include "fixcon/Localize/EqualWeights.h"
#include "fixcon/Ops/Linear.h"
#include "fixcon/Spelling/FaithfulConstant.h"
#include "fixcon/Spelling/Speller.h"

#include <algorithm>
#include <cmath>

namespace fixcon {
namespace {

bool isZero(const Tensor &tensor) {
  std::vector<double> values = tensor.toDoubles();
  return std::ranges::all_of(values, [](double v) { return v == 0; });
}

using Site = FaultSites::Site;

unsigned indexOf(const Site &site) { return static_cast<unsigned>(site.operand); }

class WBRepairer : public Repairer {
public:
  WBRepairer(Module &module, PassContext &context) : module(module), context(context) {}

  std::optional<std::string> repair(const Fault &fault) override {
    Transaction transaction(module, context);
    written.clear();
    // All at once, which one normal form proves; what is left is tried site by site.
    for (size_t i = 0; i < fault.sites.size(); ++i)
      write(fault.sites[i]);
    if (!transaction.renormalize())
      return std::nullopt;
    for (size_t i = 0; i < fault.sites.size(); ++i)
      if (!proven(fault.sites[i]) && !shift(fault.sites[i]))
        return std::nullopt;
    transaction.commit();
    return summary();
  }

private:
  const Value *operandOf(const Graph &graph, const std::string &op, unsigned i) const {
    Op *found = opMaking(graph, op);
    const Value *v = found ? found->operand(i) : nullptr;
    return v && v->isWeight() ? v : nullptr;
  }

  struct Operands {
    const NormalPair *pair = nullptr;
    const Value *sourceOperand = nullptr,
                *targetOperand = nullptr; ///< null where it is absent or no weight
  };
  Operands operandsAt(const Site &site) const {
    const NormalPair *pair = context.analyses.get<NormalPair>(module, context);
    if (!pair)
      return {};
    return {pair, operandOf(*pair->sourceNormal, site.sourceOp, indexOf(site)),
            operandOf(*pair->targetNormal, site.targetOp, indexOf(site))};
  }

  /// Edits the faithful constants behind one operand, by the normal forms before the edit.
  void write(const Site &site) {
    auto [pair, sourceOperand, targetOperand] = operandsAt(site);
    if (!sourceOperand && !targetOperand)
      return;
    if (!targetOperand)
      addOperand(*pair, site, sourceOperand->tensor());
    else if (!sourceOperand)
      writeThroughLayout(*pair, Tensor(DType::F64, targetOperand->tensor().shape()),
                         *targetOperand);
    else if (!writeThroughLayout(*pair, sourceOperand->tensor(), *targetOperand) &&
             !writeFromFaithful(*pair, *sourceOperand, *targetOperand))
      writeThroughScale(*pair, site, *sourceOperand, *targetOperand);
  }

  /// An operand that the faithful op does not have yet.
  void addOperand(const NormalPair &pair, const Site &site, const Tensor &values) {
    const Op *core = opMaking(*pair.targetNormal, site.targetOp);
    Op *faithful = core ? mainFaithfulOp(*core, *pair.target) : nullptr;
    const OperandDef *operand = core ? opDef(*core)->operandDef(indexOf(site)) : nullptr;
    if (!faithful || !operand)
      return;
    Tensor typed = values.converted(core->result()->type().dtype());
    Spelled edited = Speller(*pair.target, pair.targetNormal)
                         .set(*faithful, *opDef(*core), operand->name, typed);
    const Value *added = edited ? edited.ops.back()->operand(indexOf(site)) : nullptr;
    if (added)
      written.push_back(added->name());
  }

  /// The operand is one faithful constant with each output channel scaled by others (a
  /// normalisation that the source has folded): the source's values, unscaled.
  bool writeThroughScale(const NormalPair &pair, const Site &site, const Value &sourceOperand,
                         const Value &targetOperand) {
    const Op *op = opMaking(*pair.targetNormal, site.targetOp);
    auto channels = op ? linearChannels(*op, targetOperand.tensor().shape()) : std::nullopt;
    if (!channels || channels->trait.weight != indexOf(site))
      return false;
    for (FaithfulConstant &constant : constants(*pair.target, targetOperand)) {
      auto values =
          unscaled(*channels, sourceOperand.tensor(), targetOperand.tensor(), constant.real());
      if (values && put(constant, *values))
        return true;
    }
    return false;
  }

  /// `sourceOperand` divided channel by channel by the factor between `targetOperand` and `stored`; nullopt if that
  /// is no factor per channel.
  static std::optional<Tensor> unscaled(const LinearChannels &channels, const Tensor &sourceOperand,
                                        const Tensor &targetOperand, const Tensor &stored) {
    if (stored.shape() != targetOperand.shape() || sourceOperand.shape() != targetOperand.shape())
      return std::nullopt;
    std::vector<double> factors = factorsBetween(channels, targetOperand, stored);
    if (std::ranges::find(factors, 0.0) != factors.end())
      return std::nullopt;
    Tensor out = sourceOperand.converted(DType::F64);
    auto values = out.mutableData<double>();
    for (size_t i = 0; i < values.size(); ++i)
      values[i] /= factors[static_cast<size_t>(channels.channelOf(static_cast<int64_t>(i)))];
    return out;
  }

  /// For each channel the f with targetOperand = f * stored; 0 if there is none.
  static std::vector<double> factorsBetween(const LinearChannels &channels,
                                            const Tensor &targetOperand, const Tensor &stored) {
    auto count = static_cast<size_t>(channels.count);
    auto channelOf = [&](int64_t i) { return static_cast<size_t>(channels.channelOf(i)); };
    std::vector<double> dot(count), power(count), factors(count);
    for (int64_t i = 0; i < stored.size(); ++i) {
      dot[channelOf(i)] += targetOperand.toDouble(i) * stored.toDouble(i);
      power[channelOf(i)] += stored.toDouble(i) * stored.toDouble(i);
    }
    for (size_t c = 0; c < count; ++c)
      factors[c] = power[c] > 0 ? dot[c] / power[c] : 0;
    constexpr double rounding = 1e-5;
    for (int64_t i = 0; i < stored.size(); ++i) {
      double fit = factors[channelOf(i)] * stored.toDouble(i);
      if (std::fabs(fit - targetOperand.toDouble(i)) > rounding * std::fabs(fit))
        factors[channelOf(i)] = 0;
    }
    return factors;
  }

  /// The operand is a sum in which one faithful constant stands by itself (the bias behind a
  /// normalisation): that one takes the difference. Which one it is, the proof decides.
  bool shift(const Site &site) {
    auto [pair, sourceOperand, targetOperand] = operandsAt(site);
    if (!sourceOperand || !targetOperand ||
        sourceOperand->tensor().size() != targetOperand->tensor().size())
      return false;
    Tensor wanted = sourceOperand->tensor(), now = targetOperand->tensor();
    for (FaithfulConstant &constant : constants(*pair->target, *targetOperand)) {
      Tensor before = constant.real();
      if (before.size() != now.size())
        continue;
      Tensor shifted(DType::F64, before.shape());
      auto values = shifted.mutableData<double>();
      for (int64_t i = 0; i < now.size(); ++i)
        values[static_cast<size_t>(i)] = before.toDouble(i) + wanted.toDouble(i) - now.toDouble(i);
      if (!put(constant, shifted))
        continue;
      invalidateTarget(module, context);
      if (proven(site))
        return true;
      constant.setReal(before);
      std::erase(written, constant.value().name());
      invalidateTarget(module, context);
    }
    return false;
  }

  /// The normal form's tensor is one faithful constant under an order of axes.
  bool writeThroughLayout(const NormalPair &pair, const Tensor &wanted,
                          const Value &targetOperand) {
    for (FaithfulConstant &constant : constants(*pair.target, targetOperand)) {
      Tensor stored = constant.real();
      if (stored.size() != targetOperand.tensor().size())
        continue;
      for (const Layout &layout :
           candidateLayouts(targetOperand.tensor().shape(), stored.shape())) {
        Tensor now = applyLayout(targetOperand.tensor(), layout, stored.shape());
        if (!equalWeights(stored, now))
          continue;
        Tensor values = wanted.reshaped(targetOperand.tensor().shape());
        if (put(constant, applyLayout(values, layout, stored.shape())))
          return true;
      }
    }
    return false;
  }

  /// The operand was folded from several constants on both sides: those of equal shapes, in order,
  /// take the source's values.
  bool writeFromFaithful(const NormalPair &pair, const Value &sourceOperand,
                         const Value &targetOperand) {
    std::vector<FaithfulConstant> from = constants(*pair.source, sourceOperand),
                                  to = constants(*pair.target, targetOperand);
    auto shape = [](const FaithfulConstant &constant) { return constant.real().shape(); };
    if (from.empty() || !std::ranges::equal(from, to, {}, shape, shape))
      return false;
    bool all = true;
    for (size_t i = 0; i < from.size(); ++i)
      all &= put(to[i], from[i].real());
    return all;
  }

  /// The faithful constants of real numbers that a weight of the normal form came from.
  static std::vector<FaithfulConstant> constants(const Graph &faithful, const Value &weight) {
    std::vector<FaithfulConstant> found;
    for (const std::string &origin : weight.origins())
      if (auto constant = FaithfulConstant::of(faithful.value(origin));
          constant && isFloat(constant->real().dtype()))
        found.push_back(std::move(*constant));
    return found;
  }

  bool put(FaithfulConstant &constant, const Tensor &values) {
    if (!constant.setReal(values))
      return false;
    const std::string &name = constant.value().name();
    if (std::find(written.begin(), written.end(), name) == written.end())
      written.push_back(name);
    return true;
  }

  bool proven(const Site &site) {
    auto [pair, sourceOperand, targetOperand] = operandsAt(site);
    if (!sourceOperand || !targetOperand)
      return pair && (!sourceOperand || isZero(sourceOperand->tensor())) &&
             (!targetOperand || isZero(targetOperand->tensor()));
    return equalWeights(sourceOperand->tensor(), targetOperand->tensor());
  }

  std::string summary() const {
    constexpr size_t shown = 3;
    std::string text = "the source's values written to ";
    for (size_t i = 0; i < written.size() && i < shown; ++i)
      text += (i ? ", " : "") + written[i];
    if (written.size() > shown)
      text += " and " + std::to_string(written.size() - shown) + " more";
    return text;
  }

  Module &module;
  PassContext &context;
  std::vector<std::string> written;
};

} // namespace

std::unique_ptr<Pass> createRepairWB() {
  struct RepairWB : Pass {
    LogicalResult run(Module &module, PassContext &context) override {
      WBRepairer repairer(module, context);
      return repairEach(module, context, FaultType::WB, repairer);
    }
  };
  return std::make_unique<RepairWB>();
}

} // namespace fixcon
