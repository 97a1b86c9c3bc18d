// repair-cg: brings the target's inputs and outputs into the source's order; for ops that compute something else,
// what all repairs share is enough (PlaceRepair.h). An output is a value in a place under a name: the values move, and
// each takes the name that its new place has, or the source's where the target uses that name. Names are what files
// call outputs by, so values are renamed and no node is written. Inputs keep name and place, and their readers move.
#include "InputEdits.h"
#include "Repairer.h"
#include "Transaction.h"
#include "fixcon/Align/Samples.h"
#include "fixcon/Localize/OutputOrder.h"

#include <algorithm>
#include <set>

namespace fixcon {
namespace {

class CGRepairer : public Repairer {
public:
  CGRepairer(Module &module, PassContext &context) : module(module), context(context) {}

  Edited repair(const Fault &fault) override {
    if (fault.rule == "FX-CG-input_order")
      return exchangeInputs();
    if (fault.rule != "FX-CG-output_order")
      return Edited::none();
    const auto order = currentOrder();
    if (!order)
      return Edited::refused("it is not known what the outputs hold");
    Transaction transaction(module, context);
    if (!reorder(*order))
      return Edited::refused("an output is an input, or two outputs are one value");
    if (!transaction.renormalize() || !isComplete(fault))
      return Edited::refused("the outputs do not come into the source's order");
    transaction.commit();
    return {"outputs in the source's order"};
  }

  bool isComplete(const Fault &fault) override {
    if (fault.rule == "FX-CG-input_order") {
      auto inputs = currentInputs();
      return inputs && std::ranges::is_sorted(*inputs);
    }
    const auto order = currentOrder();
    const NormalPair *pair = context.analyses.get<NormalPair>(module, context);
    return order && pair && outputsInPlace(*pair, *order);
  }

private:
  std::optional<InputOrder> currentInputs() {
    auto aligned = alignedNow(module, context);
    return aligned ? std::optional(exchangedInputs(aligned->pair, aligned->alignment))
                   : std::nullopt;
  }

  Edited exchangeInputs() {
    auto inputs = currentInputs();
    if (!inputs)
      return Edited::refused("it is not known what the inputs are read as");
    Transaction transaction(module, context);
    exchangeReaders(*module.graph("target"), *inputs);
    // Sizes that are open may differ.
    context.analyses.invalidate<ArgumentTypes>();
    auto now = transaction.renormalize() ? currentInputs() : std::nullopt;
    if (!now || !std::ranges::is_sorted(*now))
      return Edited::refused("what reads the inputs does not come to the source's values");
    transaction.commit();
    return {"readers of the inputs exchanged"};
  }

  std::optional<std::vector<unsigned>> currentOrder() {
    DiagnosticSuppressor suppressor(module.diagnostics());
    const NormalPair *pair = context.analyses.get<NormalPair>(module, context);
    const Alignment *alignment = context.analyses.get<Alignment>(module, context);
    return pair && alignment ? outputOrder(*pair, *alignment) : std::nullopt;
  }

  bool reorder(const std::vector<unsigned> &order) {
    Graph &target = *module.graph("target");
    std::vector<std::string> names = namesByPlace(target);
    std::vector<Value *> values;
    std::set<const Value *> distinct;
    for (unsigned place : order) {
      values.push_back(target.output(place));
      if (!values.back()->definingOp() || !distinct.insert(values.back()).second)
        return false;
    }
    target.clearOutputs();
    for (Value *value : values)
      target.rename(value, target.uniqueName("moving"));
    for (unsigned i = 0; i < values.size(); ++i) {
      if (target.value(names[i]))
        return false;
      target.rename(values[i], names[i]);
      target.addOutput(values[i]);
    }
    return true;
  }

  /// The source's, if the target has the same in whatever order; else its own.
  std::vector<std::string> namesByPlace(const Graph &target) const {
    std::vector<std::string> source = outputNames(*module.graph("source")),
                             own = outputNames(target);
    return std::ranges::is_permutation(source, own) ? source : own;
  }

  Module &module;
  PassContext &context;
};

} // namespace

std::unique_ptr<Pass> createRepairCG() {
  struct RepairCG : Pass {
    LogicalResult run(Module &module, PassContext &context) override {
      CGRepairer repairer(module, context);
      return repairEach(module, context, FaultType::CG, repairer);
    }
  };
  return std::make_unique<RepairCG>();
}

} // namespace fixcon
