// The effective attributes and the configuring operands (bounds, axes, pads) of every pair of ops of one kind are
// compared on the normal form, where equal meanings are spelt equally; and where weights of the normal form differ,
// those of the ops that were folded into them.
//
// The same difference at several ops is one finding; one that the data does not show is latent, if anything
// shows it at all.
#include "fixcon/Localize/Configuration.h"

#include "FaultBuilder.h"
#include "LearnedDifference.h"
#include "NoiseFloor.h"
#include "RandomOperands.h"
#include "Witness.h"
#include "fixcon/Align/OpaquePairs.h"
#include "fixcon/Fault/Unshown.h"
#include "fixcon/Fault/ValueText.h"
#include "fixcon/Localize/FileDifferences.h"
#include "fixcon/Localize/FilledPadding.h"
#include "fixcon/Localize/FoldedEpsilon.h"
#include "fixcon/Localize/Hyperparameters.h"
#include "fixcon/Localize/OrderingAttributes.h"
#include "fixcon/Localize/SpelledConstants.h"
#include "fixcon/Ops/OpDef.h"
#include "fixcon/Ops/Opaque.h"
#include "fixcon/Spelling/FaithfulConstant.h"
#include "fixcon/Transforms/MainCore.h"

#include <algorithm>

namespace fixcon {
namespace {

class Localizer {
public:
  Localizer(Module &module, const AlignedPair &aligned, const ExecutablePair &files, FaultType type)
      : module(module), aligned(aligned), files(files), type(type) {}

  void run(PassContext &context) {
    std::vector<Configured> pairs = configured(context);
    std::ranges::for_each(pairs, [&](const Configured &c) { compare(c); });
    for (const LearnedDifference &d : learnedDifferences(aligned, module, context)) {
      auto own = std::ranges::find(pairs, d.pair, &Configured::pair);
      compareFolded(d, own == pairs.end() ? std::vector<HyperparameterDifference>()
                                          : own->differences);
    }
    // What only hyperparameters are found in: padding, and orders that an op says itself.
    if (type == FaultType::LH) {
      for (const Region &region : aligned.alignment.regions)
        if (region.state == Region::State::Open)
          compareFilling(region);
      for (const Relayout &relayout : aligned.alignment.relayouts)
        compareOrder(relayout);
    }
    report();
  }

private:
  /// Two partners and in what their own configuration differs.
  struct Configured {
    const OpPair *pair;
    double floor; ///< how far two right evaluations may differ
    std::vector<HyperparameterDifference> differences;
    bool isLatent() const { return !differences.empty() && pair->absoluteError <= floor; }
  };

  /// How elements are seen, or brought into order, is structure; all else that configures an op is a hyperparameter.
  bool isOfType(const Op &op) const {
    const OpDef *def = opDef(op);
    bool isStructure = def && (def->traits().view || rearranges(op, *def));
    return isStructure == (type == FaultType::TSS);
  }

  /// Movement that neither adds nor leaves out an element.
  static bool rearranges(const Op &op, const OpDef &def) {
    int64_t count = 0;
    auto add = [&](const Value &value, int64_t sign) {
      bool isKnown = value.type().isTensor() && value.type().isStatic();
      count += isKnown ? sign * elementCount(value.type().shape()).value_or(0) : 0;
      return isKnown;
    };
    for (unsigned i = 0; i < op.numOperands(); ++i)
      if (const OperandDef *operand = def.operandDef(i);
          op.operand(i) && (!operand || operand->role == Role::Data) && !add(*op.operand(i), 1))
        return false;
    for (unsigned i = 0; i < op.numResults(); ++i)
      if (op.hasResult(i) && !add(*op.result(i), -1))
        return false;
    return def.family() == Family::Movement && count == 0;
  }

  /// All pairs of ops of one kind outside closed regions, without differences that nothing shows.
  std::vector<Configured> configured(PassContext &context) const {
    std::vector<Configured> out;
    std::vector<const OpPair *> latent;
    for (const OpPair &p : aligned.alignment.ops()) {
      if (p.target->name() != p.source->name() || !isOfType(*p.target) ||
          !isComparable(p, aligned.pair) || aligned.alignment.isInClosedRegion(p.target))
        continue;
      double floor = noiseFloor(p, aligned.values);
      out.push_back({&p, floor, differencesOf(p, floor)});
      if (out.back().isLatent())
        latent.push_back(&p);
    }
    auto hidden = withoutWitness(std::move(latent), aligned, module, context);
    for (Configured &c : out)
      if (hidden.contains(c.pair->target))
        c.differences.clear();
    return out;
  }

  void compare(const Configured &configured) {
    const auto &[pair, floor, differences] = configured;
    const OpPair &p = *pair;
    std::vector<FileDifference> parts;
    if (!differences.empty())
      parts = fileDifferences(files, *p.target, *p.source).value_or(parts);
    for (const HyperparameterDifference &d : differences) {
      if (compareFilling(p, d, floor))
        continue;
      auto spelling = spellingOf(d.name, *p.target, differences, parts);
      Entry &entry =
          entryFor(*p.target, d.name,
                   saidBy(&FileDifference::source, spelling, {d.name, heldBySource(*p.source, d)}),
                   saidBy(&FileDifference::target, spelling, {d.name, heldByTarget(*p.target, d)}));
      if (!opOfKind(*p.source, *files.sourceExecutable, *files.source))
        entry.meaning = typeInFile(*p.source, *files.source);
      entry.finding.addSites(p, {d.operand}, floor);
      blame(entry.finding, p, d);
    }
  }

  /// Padding by another number, which the target has as an op of its own.
  bool compareFilling(const OpPair &p, const HyperparameterDifference &d, double floor) {
    const auto &window = opDef(*p.target)->traits().window;
    auto filling =
        window && d.name == window->pads ? filledPadding(*p.target, *p.source) : std::nullopt;
    if (filling)
      addFilling(p, *filling, floor);
    return filling.has_value();
  }

  /// Such padding keeps windows without weights from becoming partners: those that see the same values.
  void compareFilling(const Region &region) {
    for (const Op *target : region.targetOps)
      for (const Op *source : region.sourceOps) {
        auto filling = filledPadding(*target, *source);
        const AlignedValue *x =
            filling ? aligned.alignment.find(filling->pad->operand(0)) : nullptr;
        if (x && x->source == source->operand(0) && !aligned.alignment.pairOf(target))
          addFilling({target, source, region.localError, region.localError}, *filling,
                     region.noiseFloor);
      }
  }

  /// An operand that the op itself puts in another order.
  void compareOrder(const Relayout &relayout) {
    if (aligned.alignment.isInClosedRegion(relayout.target))
      return;
    for (const FileDifference &d : orderingAttributes(relayout, aligned.alignment, files)) {
      const OpPair &p = *aligned.alignment.pairOf(relayout.target);
      Entry &entry = entryFor(*d.target, d.name, {d.name, d.sourceValue}, {d.name, d.targetValue});
      entry.finding.addSites(p, {static_cast<int64_t>(relayout.operand)},
                             noiseFloor(p, aligned.values));
      // The walk has put the operand in order before it compared the results.
      entry.finding.fault.latent = false;
      entry.finding.addTargetOp(*d.target);
      entry.finding.addSourceOp(*d.source);
    }
  }

  void addFilling(const OpPair &p, const FilledPadding &filling, double floor) {
    const std::string name(opDef(*p.target)->traits().window->pads);
    Entry &entry =
        entryFor(*p.target, name, {"", filling.source}, {"constant_value", filling.target});
    entry.type = typeInFile(*filling.pad, *files.target);
    entry.meaning = typeInFile(*p.source, *files.source);
    entry.isFilling = true;
    entry.finding.addSites(p, {-1}, floor);
    entry.finding.addTargetOp(*filling.pad);
    entry.finding.addSourceOp(*p.source);
  }

  void report() {
    for (Entry &e : entries) {
      Fault &f = e.finding.fault;
      if (e.isFilling) {
        f.cause = e.type + " fills in " + show(f.targetValue) + " where the source's " + e.meaning +
                  " pads by " + show(f.sourceValue);
        e.finding.report(module);
        continue;
      }
      std::string source = f.source.attribute.empty() ? "source's weights were folded with "
                           : e.meaning.empty()        ? "source has "
                                                      : "source's " + e.meaning + " means ";
      bool isAbsent = e.isOpaque && f.targetValue.empty();
      f.cause = e.type + (isAbsent ? " has no " + f.target.attribute
                                   : " has " + f.target.attribute + " = " + show(f.targetValue));
      if (e.isOpaque && f.sourceValue.empty())
        f.cause += " where the source has none";
      else
        f.cause += " where the " + source + (isNamedAlike(f) ? "" : f.source.attribute + " = ") +
                   show(f.sourceValue);
      e.finding.report(module);
    }
  }

  struct Entry {
    FaultBuilder finding;
    std::string op, type; ///< as the definition calls it, and the file
    std::string meaning;  ///< the source's op where it says it without the attribute
    bool isOpaque = false;
    bool isFilling = false; ///< of padding, by an op of its own
  };
  /// What configures an op, as a file says it.
  struct Said {
    std::string name;
    Attribute value;
  };

  static bool isNamedAlike(const Fault &f) {
    return f.source.attribute.empty() || f.source.attribute == f.target.attribute;
  }

  /// How one side's file says a difference: by the attribute itself if it has it, else by what stands for it.
  static Said saidBy(const Op *FileDifference::*side, const std::vector<FileDifference> &spelling,
                     Said otherwise) {
    std::optional<Said> found;
    for (const FileDifference &part : spelling)
      if (const Attribute *value = (part.*side)->attrs().find(part.name))
        if (!found || part.name == otherwise.name)
          found = {part.name, *value};
    return found.value_or(std::move(otherwise));
  }

  std::vector<HyperparameterDifference> differencesOf(const OpPair &p, double floor) const {
    const OpDef *def = opDef(*p.target);
    // What files say alike means other axes and sizes only where movement in front has made them others.
    if (!def || ((def->traits().view || def->traits().reduces) &&
                 areSaidAlike(files, *p.target, *p.source)))
      return {};
    auto differences = hyperparameterDifferences(p);
    if (differences.empty() || p.absoluteError > floor)
      return differences;
    bool isWhole = readsWholeNumbers(*p.target);
    // A dtype that holds all whole numbers that come is as good as another.
    bool areReal =
        isFloat(p.target->result()->type().dtype()) && isFloat(p.source->result()->type().dtype());
    std::erase_if(differences, [&](const HyperparameterDifference &d) {
      return !areReal && std::ranges::any_of(def->attributes(), [&](const AttrDef &attribute) {
        return attribute.name == d.name && attribute.isDType;
      });
    });
    // Where elements come to lie does not depend on them: what ends up equal once always does.
    if (def->family() == Family::Movement || agreeOnRandomOperands(p, aligned))
      differences.clear();
    // But sizes and places that are whole numbers of the data were not tried otherwise.
    if (differences.empty() && isWhole)
      if (const Op *op = mainFaithfulOp(*p.target, *aligned.pair.target))
        noteUnshown(module, op->label());
    return differences;
  }

  static bool readsWholeNumbers(const Op &op) {
    return std::ranges::any_of(op.operands(), [](const Value *v) {
      return v && !v->isWeight() && v->type().isTensor() && isInteger(v->type().dtype());
    });
  }

  /// Attributes of what is folded into weights. What configures the op itself in the normal form, too, is
  /// compared there, where auto_pad and the pads that it means are equal.
  void compareFolded(const LearnedDifference &learned,
                     const std::vector<HyperparameterDifference> &known) {
    const Op &target = *learned.pair->target, &source = *learned.pair->source;
    if (auto found = fileDifferences(files, target, source)) {
      for (const FileDifference &d : foldedInto(target, *found))
        if (isOfType(*d.target) &&
            std::ranges::find(known, d.name, &HyperparameterDifference::name) == known.end())
          addFolded(learned, *d.target, *d.source, {d.name, d.sourceValue},
                    {d.name, d.targetValue});
    } else if (auto epsilon = foldedEpsilon(files, target, source);
               epsilon && type == FaultType::LH) {
      // The source's file does not have it any more.
      addFolded(learned, *epsilon->op, source, {"", epsilon->source}, {"epsilon", epsilon->target});
    }
  }

  void addFolded(const LearnedDifference &learned, const Op &target, const Op &source,
                 const Said &bySource, const Said &byTarget) {
    FaultBuilder &finding = entryFor(target, byTarget.name, bySource, byTarget).finding;
    finding.addSites(*learned.pair, {learned.operands.begin(), learned.operands.end()},
                     learned.floor);
    finding.addTargetOp(target);
    finding.addSourceOp(source);
  }

  /// The op of the same kind behind an op of the normal form; null if it was put together from others.
  static const Op *opOfKind(const Op &core, const Graph &executable, const Graph &faithful) {
    for (const Op *op : opsBehind(core, executable, faithful))
      if (op->name() == core.name())
        return op;
    return nullptr;
  }

  /// The value as the file's constant holds it, where an operand configures the op: the normal form has made
  /// sizes of what a file leaves open.
  static Attribute held(const Op *op, int64_t operand, const Graph &faithful,
                        const Attribute &otherwise) {
    if (!op || operand < 0)
      return otherwise;
    auto constant = FaithfulConstant::of(constantBehind(*op, operand, faithful));
    if (!constant || constant->real().isString())
      return otherwise;
    const Tensor &t = constant->real();
    return isInteger(t.dtype()) ? Attribute(t.toInts()) : Attribute(t.toDoubles());
  }
  Attribute heldBySource(const Op &core, const HyperparameterDifference &d) const {
    const Graph &faithful = *files.source;
    return held(opOfKind(core, *files.sourceExecutable, faithful), d.operand, faithful, d.source);
  }
  Attribute heldByTarget(const Op &core, const HyperparameterDifference &d) const {
    const Graph &faithful = *files.target;
    return held(opOfKind(core, *files.targetExecutable, faithful), d.operand, faithful, d.target);
  }

  /// The op that says the attribute, or the constant by which one of several ops spells it.
  void blame(FaultBuilder &finding, const OpPair &p, const HyperparameterDifference &d) const {
    const Graph &faithful = *aligned.pair.target;
    const Op *main = mainFaithfulOp(*p.target, faithful);
    const OpDef *said = main ? mainCoreOf(*main) : nullptr;
    std::vector<Use> spelled;
    if (!isOpaque(*p.target) && (!said || said->name() != p.target->name()))
      spelled = spelledConstants(*p.target, d.target, faithful);
    if (spelled.size() == 1) {
      finding.addTargetNode(*spelled.front().op);
      finding.addTargetTensor(*spelled.front().op->operand(spelled.front().index));
    } else {
      finding.addTargetOp(*p.target);
    }
    finding.addSourceOp(*p.source);
  }

  Entry &entryFor(const Op &op, const std::string &name, const Said &source, const Said &target) {
    std::string rule = (type == FaultType::TSS ? "FX-TSS-" : "FX-LH-") + name;
    auto same = std::ranges::find_if(entries, [&](const Entry &e) {
      const Fault &f = e.finding.fault;
      return f.rule == rule && e.op == op.name() && f.source.attribute == source.name &&
             f.sourceValue == source.value && f.target.attribute == target.name &&
             f.targetValue == target.value;
    });
    if (same != entries.end())
      return *same;
    const Op *main = mainFaithfulOp(op, *aligned.pair.target);
    const OpDef *said = main ? mainCoreOf(*main) : nullptr;
    bool isSaid = said && said->name() == op.name();
    std::string kind = isSaid         ? std::string(main->type())
                       : isOpaque(op) ? foreignName(op)
                                      : op.name();
    entries.push_back(
        {FaultBuilder(type, rule, aligned.pair), op.name(), std::move(kind), "", isOpaque(op)});
    Fault &f = entries.back().finding.fault;
    f.sourceValue = source.value;
    f.targetValue = target.value;
    f.source.attribute = source.name;
    f.target.attribute = target.name;
    return entries.back();
  }

  Module &module;
  const AlignedPair &aligned;
  const ExecutablePair &files;
  FaultType type;
  std::vector<Entry> entries;
};

} // namespace

void reportConfiguration(Module &module, const AlignedPair &aligned, const ExecutablePair &files,
                         PassContext &context, FaultType type) {
  Localizer(module, aligned, files, type).run(context);
}

} // namespace fixcon
