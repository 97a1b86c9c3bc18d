// repair-wb: writes the source's values into the constants that hold the target's, in the target's
// layout and dtype.
//
// Which faithful constant feeds which element of the normal form is found on numbers: the constant
// is the normal form's tensor under some order of axes, or the same tensor of the source's faithful
// op. Every edit is then proven: after it the operands of the normal forms are equal.
#include "FaithfulConstant.h"
#include "Transaction.h"
#include "fixcon/Align/Alignment.h"

#include <algorithm>
#include <cmath>

namespace fixcon {
namespace {

/// Equal up to the rounding of the target's dtype and of folding.
bool equalWeights(const Tensor &source, const Tensor &target) {
  if (source.size() != target.size())
    return false;
  constexpr double u = 0x1p-24;
  double largest = 0;
  for (int64_t i = 0; i < source.size(); ++i)
    largest = std::max(largest, std::fabs(source.toDouble(i)));
  for (int64_t i = 0; i < source.size(); ++i) {
    double s = source.toDouble(i), t = target.toDouble(i);
    if (std::fabs(s - t) > 8 * u * std::fabs(s) + u * largest)
      return false;
  }
  return true;
}

/// One operand of one op that differs.
struct Site {
  std::string targetOp, sourceOp;
  unsigned operand;
};

std::vector<Site> sitesOf(const Fault &fault) {
  auto targets = fault.details.getOr("target_ops", Attribute::Strings());
  auto sources = fault.details.getOr("source_ops", Attribute::Strings());
  auto operands = fault.details.getOr("operands", Attribute::Ints());
  std::vector<Site> sites;
  for (size_t i = 0; i < targets.size() && i < sources.size() && i < operands.size(); ++i)
    sites.push_back({targets[i], sources[i], static_cast<unsigned>(operands[i])});
  return sites;
}

class Repairer {
public:
  Repairer(Module &module, PassContext &context) : module(module), context(context) {}

  std::optional<std::string> operator()(const Fault &fault) {
    std::vector<Site> sites = sitesOf(fault);
    Transaction transaction(module, context);
    written.clear();
    for (const Site &site : sites)
      if (!write(site))
        return std::nullopt;
    const NormalPair *after = transaction.renormalize();
    if (!after)
      return std::nullopt;
    for (const Site &site : sites)
      if (!proven(*after, site))
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

  /// Edits the faithful constants behind one operand, by the normal forms before the edit.
  bool write(const Site &site) {
    const NormalPair *pair = context.analyses.get<NormalPair>(module, context);
    const Value *theirs =
        pair ? operandOf(*pair->sourceNormal, site.sourceOp, site.operand) : nullptr;
    const Value *mine =
        pair ? operandOf(*pair->targetNormal, site.targetOp, site.operand) : nullptr;
    if (!theirs || !mine)
      return false;
    return writeThroughLayout(*pair, *theirs, *mine) || writeFromFaithful(*pair, *theirs, *mine);
  }

  /// The normal form's tensor is one faithful constant under an order of axes.
  bool writeThroughLayout(const NormalPair &pair, const Value &theirs, const Value &mine) {
    for (const std::string &origin : mine.origins()) {
      const Tensor *held = faithfulConstant(*pair.target, origin);
      if (!held || held->size() != mine.tensor().size() || !isFloat(held->dtype()))
        continue;
      for (const Layout &layout : candidateLayouts(mine.tensor().shape(), held->shape())) {
        Tensor now = carry(mine.tensor(), layout, held->shape());
        if (!equalWeights(*held, now))
          continue;
        Tensor values = theirs.tensor().reshaped(mine.tensor().shape());
        put(*pair.target, origin, carry(values, layout, held->shape()).converted(held->dtype()));
        return true;
      }
    }
    return false;
  }

  /// The operand was folded from several constants on both sides: those of equal shapes, in order,
  /// take the source's values.
  bool writeFromFaithful(const NormalPair &pair, const Value &theirs, const Value &mine) {
    std::vector<std::string> from = constants(*pair.source, theirs),
                             to = constants(*pair.target, mine);
    if (from.empty() || from.size() != to.size())
      return false;
    for (size_t i = 0; i < from.size(); ++i)
      if (faithfulConstant(*pair.source, from[i])->shape() !=
          faithfulConstant(*pair.target, to[i])->shape())
        return false;
    for (size_t i = 0; i < from.size(); ++i) {
      const Tensor &held = *faithfulConstant(*pair.target, to[i]);
      put(*pair.target, to[i], faithfulConstant(*pair.source, from[i])->converted(held.dtype()));
    }
    return true;
  }

  static std::vector<std::string> constants(const Graph &faithful, const Value &weight) {
    std::vector<std::string> names;
    for (const std::string &origin : weight.origins())
      if (const Tensor *t = faithfulConstant(faithful, origin); t && isFloat(t->dtype()))
        names.push_back(origin);
    return names;
  }

  void put(Graph &target, const std::string &name, Tensor values) {
    setFaithfulConstant(target, name, std::move(values));
    if (std::find(written.begin(), written.end(), name) == written.end())
      written.push_back(name);
  }

  bool proven(const NormalPair &after, const Site &site) const {
    const Value *theirs = operandOf(*after.sourceNormal, site.sourceOp, site.operand);
    const Value *mine = operandOf(*after.targetNormal, site.targetOp, site.operand);
    return theirs && mine && equalWeights(theirs->tensor(), mine->tensor());
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
      return repairEach(module, context, FaultType::WB, Repairer(module, context));
    }
  };
  return std::make_unique<RepairWB>();
}

} // namespace fixcon
