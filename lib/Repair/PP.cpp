// repair-pp: the target is fed by the recipe that was found to be right.
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

  Edited repair(const Fault &) override {
    std::optional<Recipe> recipe = recipeForTarget(module);
    if (!recipe)
      return Edited::refused("it is not known how the models are fed");
    setRecipe(module, "target", *recipe);
    context.analyses.invalidate<ArgumentTypes>();
    invalidateTarget(module, context);
    return {"feed the target by " + presetNameOf(*recipe).value_or(toJson(*recipe))};
  }

private:
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
