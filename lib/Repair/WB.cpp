// repair-wb: writes the source's values into the constants that hold the target's, in the target's
// layout and dtype.
//
// Which faithful constant feeds which element of the normal form is found on numbers: the constant
// is the normal form's tensor under some order of axes, or has it as a part, or is the same tensor of the source's
// faithful op. A bias that the target's op does not have is added to it. Every edit is then proven: after it
// the operands of the normal forms are equal as the localiser sees them.
#include "Bystanders.h"
#include "ConstantWrites.h"
#include "QuantizedConstants.h"
#include "Repairer.h"
#include "SiteParts.h"
#include "Transaction.h"
#include "fixcon/Align/Alignment.h"
#include "fixcon/Localize/EqualWeights.h"
#include "fixcon/Localize/FileDifferences.h"
#include "fixcon/Localize/PartOfConstant.h"
#include "fixcon/Localize/Quantization.h"
#include "fixcon/Ops/Linear.h"
#include "fixcon/Spelling/Speller.h"

#include <algorithm>
#include <cmath>
#include <map>

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
  WBRepairer(Module &module, PassContext &context, const std::string &quantized)
      : module(module), context(context), quantized(quantized) {}

  Edited repair(const Fault &fault) override {
    const NormalPair *pair = context.analyses.get<NormalPair>(module, context);
    if (!pair)
      return Edited::refused("the models have no normal form");
    if (isOfGrid(fault) && quantized == "keep")
      return Edited::refused("what is quantised is kept as it is (--quantized=keep)");
    if (isOfGrid(fault) && fault.sites.size() == 0)
      return repairGrid(fault);
    if (fault.sites.size() == 0)
      return Edited::none(); // no op of the source stands for the one whose weights differ
    Transaction transaction(module, context);
    Bystanders bystanders(*pair->targetNormal, fault.sites);
    written.clear();
    refusal.clear();
    // All at once, which one normal form proves; what is left is tried site by site.
    write(*pair, fault.sites);
    if (!transaction.renormalize())
      return Edited::refused("the target with the source's values has no normal form");
    for (size_t i = 0; i < fault.sites.size(); ++i)
      if (!proven(fault.sites[i]) && !onlyAttributesDiffer(fault.sites[i]) &&
          !shift(fault.sites[i]))
        return Edited::refused(refusal.empty() ? unexplained(fault.sites[i]) : refusal);
    if (std::string other = bystanders.disturbed(*transaction.renormalize()->targetNormal);
        !other.empty())
      return Edited::refused("the op that makes '" + other + "' would change with it");
    transaction.commit();
    return {summary()};
  }

  bool mayDraft(const Fault &fault) const override { return fault.sites.size() > 0; }

  Edited draft(const Fault &fault) override {
    const NormalPair *pair = context.analyses.get<NormalPair>(module, context);
    if (!pair)
      return Edited::none();
    written.clear();
    refusal.clear();
    write(*pair, fault.sites);
    return written.empty() ? Edited::refused(refusal) : Edited{summary()};
  }

  bool isComplete(const Fault &fault) override {
    if (isOfGrid(fault) && fault.sites.size() == 0)
      return isHeldByTypes(fault) ? areTypeGridsRight(module, context)
                                  : isActivationGridRight(fault, module, context);
    for (size_t i = 0; i < fault.sites.size(); ++i)
      if (!proven(fault.sites[i]))
        return false;
    return fault.sites.size() > 0;
  }

  bool mayReplace(const Fault &fault) override { return !isOfGrid(fault) || quantized == "float"; }

private:
  static bool isOfGrid(const Fault &fault) { return fault.rule.starts_with("FX-WB-grid_"); }
  /// No constant of the file holds the scale.
  static bool isHeldByTypes(const Fault &fault) { return fault.target.tensors.empty(); }

  Edited repairGrid(const Fault &fault) {
    if (isHeldByTypes(fault)) {
      if (quantized == "float")
        return Edited::refused("ranges are set anew by --quantized=recalibrate");
      auto [done, why] = repairTypeGrids(module, context);
      return why.empty() ? Edited{done} : Edited::refused(why);
    }
    auto [done, why] = repairActivationGrid(fault, module, context);
    return why.empty() ? Edited{done} : Edited::refused(why);
  }

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

  /// An operand of an op of the target's normal form.
  struct Reading {
    const NormalPair &pair;
    const Op &reader;
    const Value &operand;
    ConstantWrites &writes;

    std::vector<FaithfulConstant> constants() const {
      return WBRepairer::constants(*pair.target, operand);
    }
    void put(const FaithfulConstant &constant, const Tensor &values) const {
      writes.add(constant.value(), values, reader);
    }
  };

  /// Edits the faithful constants behind the operands, by the normal forms before the edit.
  void write(const NormalPair &pair, const FaultSites &sites) {
    ConstantWrites writes(pair);
    packed.clear();
    for (size_t i = 0; i < sites.size(); ++i)
      pack(sites[i]);
    for (size_t i = 0; i < sites.size(); ++i)
      if (!writeQuantized(pair, sites[i]))
        collect(sites[i], writes);
    if (!writes.empty()) {
      refusal = writes.perform();
      if (refusal.empty())
        refusal = writes.loss();
    }
    written.insert(written.end(), writes.written().begin(), writes.written().end());
    for (size_t i = 0; i < sites.size(); ++i)
      if (Operands at = operandsAt(sites[i]); at.sourceOperand && !at.targetOperand)
        addOperand(pair, sites[i], at.sourceOperand->tensor());
  }

  /// Whether the weights are held as integers, which then stand for the source's.
  bool writeQuantized(const NormalPair &pair, const Site &site) {
    Operands at = operandsAt(site);
    if (!at.sourceOperand || !at.targetOperand || !isHeldAsIntegers(*at.targetOperand, pair) ||
        at.sourceOperand->tensor().size() != at.targetOperand->tensor().size())
      return false;
    refusal = writeIntegers(pair, *at.targetOperand, at.sourceOperand->tensor(), written);
    return true;
  }

  /// The constants that differ where the chains of both files are alike.
  bool collectParts(const Site &site, ConstantWrites &writes) {
    auto parts = partsAt(module, context, site);
    const NormalPair *pair = context.analyses.get<NormalPair>(module, context);
    bool any = false;
    for (const FileDifference &part : parts) {
      if (!part.isLearned)
        continue;
      Value *to = constantBehind(*part.target, part.operand, *pair->target),
            *from = constantBehind(*part.source, part.operand, *pair->source);
      Op *reader = mainFaithfulOp(*part.target, *pair->target);
      auto index = static_cast<unsigned>(part.operand);
      if (!reader || reader->operand(index) != to)
        return false;
      writes.add(*to, FaithfulConstant::of(from)->real(), Use{reader, nullptr, index});
      any = true;
    }
    return any;
  }

  void collect(const Site &site, ConstantWrites &writes) {
    auto [pair, sourceOperand, targetOperand] = operandsAt(site);
    if (!targetOperand || collectParts(site, writes))
      return;
    Reading at{*pair, *opMaking(*pair->targetNormal, site.targetOp), *targetOperand, writes};
    if (!sourceOperand)
      writeThroughLayout(at, Tensor(DType::F64, targetOperand->tensor().shape()));
    else if (!writeThroughLayout(at, sourceOperand->tensor()) && !writePacked(at) &&
             !writeParts(at, sourceOperand->tensor()) && !writeFromFaithful(at, *sourceOperand))
      writeThroughScale(at, indexOf(site), *sourceOperand);
  }

  /// The operand of an op that does what one of another kind does in the normal form: the bias of a convolution that is
  /// a matrix product there.
  static std::optional<unsigned> operandLike(const OpDef &own, const OpDef &core, unsigned index) {
    const OperandDef *operand = core.operandDef(index);
    if (operand && &own == &core)
      return index;
    for (unsigned i = 0; operand && own.operandDef(i); ++i)
      if (own.operandDef(i)->role == operand->role && operand->role == Role::Bias)
        return i;
    return std::nullopt;
  }

  /// An operand that the faithful op does not have yet.
  void addOperand(const NormalPair &pair, const Site &site, const Tensor &values) {
    const Op *core = opMaking(*pair.targetNormal, site.targetOp);
    Op *faithful = core ? mainFaithfulOp(*core, *pair.target) : nullptr;
    const OpDef *own = faithful ? opDefForForeign(*faithful) : nullptr;
    auto index = own ? operandLike(*own, *opDef(*core), indexOf(site)) : std::nullopt;
    if (!index)
      return;
    Tensor typed = values.converted(core->result()->type().dtype());
    if (own != opDef(*core))
      typed = typed.reshaped({typed.size()});
    if (!isFinite(typed)) {
      refusal = notFinite;
      return;
    }
    Spelled edited = Speller(*pair.target, pair.targetNormal)
                         .set(*faithful, *own, own->operandDef(*index)->name, typed);
    const Value *added = edited ? edited.ops.back()->operand(*index) : nullptr;
    if (added)
      written.push_back(added->name());
  }

  /// The operand is one faithful constant with each output channel scaled by others (a
  /// normalisation that the source has folded): the source's values, unscaled.
  static bool writeThroughScale(const Reading &at, unsigned operand, const Value &sourceOperand) {
    auto channels = linearChannels(at.reader, at.operand.tensor().shape());
    if (!channels || channels->trait.weight != operand)
      return false;
    for (const FaithfulConstant &constant : at.constants()) {
      auto values =
          unscaled(*channels, sourceOperand.tensor(), at.operand.tensor(), constant.real());
      if (!values)
        continue;
      at.put(constant, *values);
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
    std::vector<std::string> names; // an attempt that is undone leaves no constant where it was
    for (const FaithfulConstant &constant : constants(*pair->target, *targetOperand))
      if (constant.real().size() == now.size())
        names.push_back(constant.value().name());
    return std::ranges::any_of(names, [&](const std::string &name) {
      return shiftBy(difference(wanted, now), site, name);
    });
  }

  static std::vector<double> difference(const Tensor &a, const Tensor &b) {
    std::vector<double> out = a.toDoubles();
    for (int64_t i = 0; i < b.size(); ++i)
      out[static_cast<size_t>(i)] -= b.toDouble(i);
    return out;
  }

  /// Adds the numbers to a constant of the target; undone if that proves nothing.
  bool shiftBy(const std::vector<double> &numbers, const Site &site, const std::string &name) {
    Transaction transaction(module, context);
    const NormalPair *pair = transaction.renormalize();
    const Op *reader = pair ? opMaking(*pair->targetNormal, site.targetOp) : nullptr;
    auto constant = reader ? FaithfulConstant::of(pair->target->value(name)) : std::nullopt;
    if (!constant)
      return false;
    std::vector<double> shifted = constant->real().toDoubles();
    for (size_t i = 0; i < shifted.size(); ++i)
      shifted[i] += numbers[i];
    ConstantWrites writes(*pair);
    writes.add(constant->value(), Tensor::of<double>(constant->real().shape(), shifted), *reader);
    if (!writes.perform().empty() || !transaction.renormalize() || !proven(site))
      return false;
    transaction.commit();
    written.insert(written.end(), writes.written().begin(), writes.written().end());
    return true;
  }

  /// The normal form's tensor is one faithful constant under an order of axes.
  static bool writeThroughLayout(const Reading &at, const Tensor &wanted) {
    const Tensor &target = at.operand.tensor();
    for (const FaithfulConstant &constant : at.constants()) {
      const Tensor &stored = constant.real();
      if (stored.size() != target.size())
        continue;
      for (const Layout &layout : candidateLayouts(target.shape(), stored.shape()))
        if (equalWeights(stored, applyLayout(target, layout, stored.shape()))) {
          at.put(constant, applyLayout(wanted.reshaped(target.shape()), layout, stored.shape()));
          return true;
        }
    }
    return false;
  }

  /// Several faithful constants are parts of the normal form's tensor, and hold all of it.
  static bool writeParts(const Reading &at, const Tensor &wanted) {
    const Tensor &target = at.operand.tensor();
    int64_t covered = 0;
    std::vector<std::pair<FaithfulConstant, Tensor>> parts;
    for (const FaithfulConstant &constant : at.constants())
      if (auto part = partHolding(target, constant.real())) {
        covered += constant.real().size();
        parts.emplace_back(constant,
                           partOf(wanted.reshaped(target.shape()), *part, constant.real().shape()));
      }
    if (covered != target.size() || wanted.size() != target.size())
      return false;
    for (const auto &[constant, values] : parts)
      if (!equalWeights(values, constant.real()))
        at.put(constant, values);
    return true;
  }

  /// Notes what becomes of a constant that has the operand as a part: other sites may want other parts of it.
  void pack(const Site &site) {
    auto [pair, sourceOperand, targetOperand] = operandsAt(site);
    if (!sourceOperand || !targetOperand ||
        sourceOperand->tensor().size() != targetOperand->tensor().size())
      return;
    Tensor wanted = sourceOperand->tensor().reshaped(targetOperand->tensor().shape());
    for (const FaithfulConstant &constant : constants(*pair->target, *targetOperand))
      if (auto part = partHolding(constant.real(), targetOperand->tensor())) {
        Tensor &numbers =
            packed.try_emplace(constant.value().name(), constant.real()).first->second;
        numbers = withPart(numbers, *part, wanted);
        return;
      }
  }

  bool writePacked(const Reading &at) const {
    for (const FaithfulConstant &constant : at.constants())
      if (auto found = packed.find(constant.value().name());
          found != packed.end() && partHolding(constant.real(), at.operand.tensor())) {
        at.put(constant, found->second);
        return true;
      }
    return false;
  }

  /// The operand was folded from several constants on both sides: those of equal shapes, in order,
  /// take the source's values.
  static bool writeFromFaithful(const Reading &at, const Value &sourceOperand) {
    std::vector<FaithfulConstant> from = constants(*at.pair.source, sourceOperand),
                                  to = at.constants();
    auto shape = [](const FaithfulConstant &constant) { return constant.real().shape(); };
    if (from.empty() || !std::ranges::equal(from, to, {}, shape, shape))
      return false;
    for (size_t i = 0; i < from.size(); ++i)
      if (!equalWeights(from[i].real(), to[i].real()))
        at.put(to[i], from[i].real());
    return true;
  }

  /// The faithful constants of real numbers that a weight of the normal form came from.
  static std::vector<FaithfulConstant> constants(const Graph &faithful, const Value &weight) {
    std::vector<FaithfulConstant> found;
    for (const std::string &origin : weight.origins())
      if (auto constant = FaithfulConstant::of(valueInFile(faithful, origin));
          constant && isFloat(constant->real().dtype()))
        found.push_back(std::move(*constant));
    return found;
  }

  /// Whether what is left of a difference is no matter of weights.
  bool onlyAttributesDiffer(const Site &site) const {
    auto parts = partsAt(module, context, site);
    return !parts.empty() && std::ranges::none_of(parts, &FileDifference::isLearned);
  }

  /// Why no constant could be found that makes the operand the source's.
  std::string unexplained(const Site &site) {
    auto [pair, sourceOperand, targetOperand] = operandsAt(site);
    std::vector<FaithfulConstant> behind;
    if (targetOperand)
      behind = constants(*pair->target, *targetOperand);
    if (behind.empty())
      return "the file has no constant that holds these weights by itself";
    std::string names;
    for (const FaithfulConstant &constant : behind)
      if (std::string name = "'" + constant.heldBy().name() + "'";
          names.find(name) == std::string::npos)
        names += (names.empty() ? "" : ", ") + name;
    return "these weights are computed from " + names +
           ", and new values in one of them do not give the source's";
  }

  bool proven(const Site &site) {
    auto [pair, sourceOperand, targetOperand] = operandsAt(site);
    if (!sourceOperand || !targetOperand)
      return pair && (!sourceOperand || isZero(sourceOperand->tensor())) &&
             (!targetOperand || isZero(targetOperand->tensor()));
    const Tensor &s = sourceOperand->tensor(), &t = targetOperand->tensor();
    return equalWeights(s, t) ||
           (isHeldAsIntegers(*targetOperand, *pair) && areSourceRounded(s, t));
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
  const std::string &quantized;
  std::map<std::string, Tensor> packed; ///< what constants become of which several parts are wanted
  std::vector<std::string> written;
  std::string refusal; ///< of the constants that the source's values were meant for
};

} // namespace

std::unique_ptr<Pass> createRepairWB() {
  struct RepairWB : Pass {
    std::vector<PassOption> options() const override {
      return {{"quantized",
               "what becomes of wrong ranges in types: float (the source's ops in real numbers), "
               "recalibrate (ranges of "
               "the source's values on the data) or keep",
               "float"}};
    }
    LogicalResult setOption(const std::string &name, const std::string &value) override {
      if (name != "quantized" || (value != "float" && value != "recalibrate" && value != "keep"))
        return failure();
      quantized = value;
      return success();
    }
    LogicalResult run(Module &module, PassContext &context) override {
      WBRepairer repairer(module, context, quantized);
      return repairEach(module, context, FaultType::WB, repairer);
    }
    std::string quantized = "float";
  };
  return std::make_unique<RepairWB>();
}

} // namespace fixcon
