// repair-pp: the target is fed by the recipe that was found to be right. Its file stays as it is, and so do
// arrays, which follow no recipe. Ops of the file that stand for preprocessing are repaired as all ops are.
#include "Repairer.h"
#include "fixcon/Align/NormalPair.h"
#include "fixcon/Align/Samples.h"
#include "fixcon/Data/RecipeRecord.h"
#include "fixcon/Localize/Feeding.h"

namespace fixcon {
namespace {

class PPRepairer : public Repairer {
public:
  PPRepairer(Module &module, PassContext &context) : module(module), context(context) {}

  Edited repair(const Fault &fault) override {
    if (fault.rule == "FX-PP-built_in")
      return Edited::none();
    if (!fixcon::recipeOf(module, "target"))
      return Edited::refused("arrays are fed as they are, and its file is unchanged");
    std::optional<Recipe> recipe = recipeOf(fault);
    if (!recipe)
      return Edited::refused("it is not known how the models are fed");
    setRecipe(module, "target", *recipe);
    context.analyses.invalidate<ArgumentTypes>();
    invalidateTarget(module, context);
    return {"feed the target by " + recipeInWords(*recipe, *module.graph("target")) +
            "; its file is unchanged for it"};
  }

private:
  /// That of the finding; where it names none, the source's.
  std::optional<Recipe> recipeOf(const Fault &fault) const {
    const auto *text = fault.sourceValue.get<std::string>();
    if (!text)
      return recipeForTarget(module);
    auto recipe = recipeFromJson(*text, module.location().file, module.diagnostics());
    return succeeded(recipe) ? std::optional(*recipe) : std::nullopt;
  }

  Module &module;
  PassContext &context;
};

} // namespace

std::unique_ptr<Pass> createRepairPP() {
  struct RepairPP : Pass {
    LogicalResult run(Module &module, PassContext &context) override {
      PPRepairer repairer(module, context);
      return repairEach(module, context, FaultType::PP, repairer);
    }
  };
  return std::make_unique<RepairPP>();
}

} // namespace fixcon
