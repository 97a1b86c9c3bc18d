// localize-id: finds sizes that the source leaves open and the target holds as numbers, and inputs in another order.
//
//   source: reshape(x, [0, -1])            target: reshape(x, [1, 512])       x: f32[N,8,8,8]
//
// Both agree on single samples, and the target fails in a batch. The sizes of the inputs that a model declares
// are part of this: what a runtime refuses is as lost as what it cannot compute. All that holds the batch
// has one cause, the example that the model was exported with, and is one finding; so has all that holds
// another size. A target that leaves open what the source fixes is no worse than it.
#include "FaultBuilder.h"
#include "fixcon/Align/ExecutablePair.h"
#include "fixcon/Align/Samples.h"
#include "fixcon/Fault/ValueText.h"
#include "fixcon/Localize/BakedSizes.h"
#include "fixcon/Localize/InputOrder.h"

#include <algorithm>

namespace fixcon {
namespace {

std::string declared(const Graph &model, const std::string &argument) {
  std::string text = model.value(argument)->type().str();
  return "'" + argument + "' as " + text;
}

class Localizer {
public:
  Localizer(Module &module, const AlignedPair &aligned, const ExecutablePair &files)
      : module(module), aligned(aligned), files(files) {}

  void report(const BakedSizes &sizes, bool isBatch) {
    FaultBuilder finding(FaultType::ID, isBatch ? "FX-ID-batch" : "FX-ID-size", aligned.pair);
    std::vector<std::string> causes;
    for (const BakedSize &baked : sizes.baked)
      // What holds both is told once.
      if (isBatch ? baked.isBatch : baked.isSize && !baked.isBatch)
        causes.push_back(add(finding, baked));
    finding.fault.latent = causes.empty();
    for (const FrozenDim &frozen : sizes.frozen)
      if (frozen.isBatch == isBatch)
        add(finding, frozen, causes);
    if (causes.empty())
      return;
    finding.fault.cause = causes.front();
    if (causes.size() > 1)
      finding.fault.cause += "; and " + std::to_string(causes.size() - 1) + " more such " +
                             (causes.size() == 2 ? "place" : "places");
    finding.report(module);
  }

  void report(const InputOrder &order) {
    FaultBuilder finding(FaultType::ID, "FX-ID-order", aligned.pair);
    for (unsigned place = 0; place < order.size(); ++place)
      if (order[place] != place) {
        finding.addTargetTensor(*files.target->argument(place));
        finding.addSourceTensor(*files.source->argument(place));
      }
    finding.fault.target.anchor = finding.fault.target.tensors.front();
    finding.fault.cause = "the inputs have new names and are declared in another order: " +
                          inWords(order, *files.target);
    finding.report(module);
  }

private:
  static const Op *faithfulOp(const std::string &result, const Graph &executable,
                              const Graph &faithful) {
    if (const Value *own = faithful.value(result); own && own->definingOp())
      return own->definingOp();
    const Value *core = executable.value(result);
    return core && core->definingOp() ? mainFaithfulOp(*core->definingOp(), faithful) : nullptr;
  }

  static std::string words(const Attribute &value) {
    const auto *text = value.get<std::string>();
    return text ? *text : show(value);
  }

  std::string add(FaultBuilder &finding, const BakedSize &baked) {
    const Op *op = faithfulOp(baked.result, *files.targetExecutable, *files.target);
    if (op)
      finding.addTargetNode(*op);
    if (const Op *source = faithfulOp(baked.sourceResult, *files.sourceExecutable, *files.source))
      finding.addSourceNode(*source);
    addConstants(finding, baked, op);
    Fault &fault = finding.fault;
    if (fault.targetValue.empty() && !baked.held.empty()) {
      fault.targetValue = baked.held;
      fault.sourceValue = baked.source;
    }
    std::string what =
        op ? std::string(op->type()) + " '" + op->label() + "' " : "'" + baked.result + "' ";
    std::string lists;
    if (!baked.held.empty())
      lists = " (it has " + words(baked.held) +
              (baked.source.empty() ? "" : " where the source has " + words(baked.source)) + ")";
    return what + baked.trouble + lists;
  }

  /// The constants of the file that hold the sizes.
  void addConstants(FaultBuilder &finding, const BakedSize &baked, const Op *op) {
    for (const SizeSpelling &spelling : baked.spellings) {
      if (spelling.way == SizeSpelling::Way::Said)
        continue;
      const Value *value = op ? op->operand(spelling.operand) : nullptr;
      if (value &&
          (value->isWeight() || (value->definingOp() && value->definingOp()->numOperands() == 0)))
        finding.addTargetTensor(*value);
    }
  }

  void add(FaultBuilder &finding, const FrozenDim &frozen, std::vector<std::string> &causes) {
    const Graph &source = *files.source, &target = *files.target;
    std::string cause = "the target declares its input " + declared(target, frozen.argument) +
                        " where the source declares " + declared(source, frozen.sourceArgument);
    const Value &argument = *target.value(frozen.argument);
    finding.addTargetTensor(argument);
    finding.addSourceTensor(*source.value(frozen.sourceArgument));
    Fault &fault = finding.fault;
    if (fault.target.anchor.empty())
      fault.target.anchor = frozen.argument;
    if (fault.targetValue.empty()) {
      fault.targetValue = argument.type().str();
      fault.sourceValue = source.value(frozen.sourceArgument)->type().str();
    }
    if (std::ranges::find(causes, cause) == causes.end())
      causes.push_back(std::move(cause));
  }

  Module &module;
  const AlignedPair &aligned;
  const ExecutablePair &files;
};

} // namespace

std::unique_ptr<Pass> createLocalizeID() {
  struct LocalizeID : Pass {
    LogicalResult run(Module &module, PassContext &context) override {
      auto aligned = AlignedPair::of(module, context);
      const auto *files = context.analyses.get<ExecutablePair>(module, context);
      if (!aligned || !files)
        return failure();
      Localizer localizer(module, *aligned, *files);
      auto order = declaredInputs(aligned->pair, aligned->alignment, *samplesOf(module, context));
      if (!std::ranges::is_sorted(order))
        localizer.report(order);
      auto sizes = findBakedSizes(module, context, ShapePartners::of(*aligned, *files));
      if (!sizes)
        return success();
      localizer.report(*sizes, true);
      localizer.report(*sizes, false);
      return success();
    }
  };
  return std::make_unique<LocalizeID>();
}

} // namespace fixcon
