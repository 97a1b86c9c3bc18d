// A repair goes from what changes all values behind it to what changes one: preprocessing, then
// structure, then weights, then hyperparameters. All types are found before any is repaired, so
// that a report lists what was wrong with the target as it came. Normal forms are no step of their
// own: the passes derive them with the sizes that the samples have. What holds the sizes of the data is looked for
// first, for what it explains need not be looked for at other sizes. What is given for an operator that is not known
// says nothing of the operator itself, so that a check then looks at its attributes and weights too.
#include "Pipelines.h"

#include "fixcon/Comparison/PassRegistry.h"
#include "fixcon/Pass/PassManager.h"

#include <algorithm>
#include <cctype>

namespace fixcon {

static constexpr FaultType repairOrder[] = {FaultType::PP, FaultType::ID, FaultType::TSS,
                                            FaultType::WB, FaultType::LH, FaultType::CG};

static std::string passName(const char *verb, FaultType type) {
  std::string text = std::string(verb) + "-";
  for (char c : name(type))
    text += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return text;
}

/// ",repair-wb"; nothing where there is no such pass.
static std::string repairPass(FaultType type, const std::string &quantized) {
  std::string repair = passName("repair", type);
  if (!findPass(passRegistry(), repair))
    return "";
  return "," + repair + (type == FaultType::WB ? "{quantized=" + quantized + "}" : "");
}

std::vector<FaultType> localizedTypes() {
  std::vector<FaultType> types;
  for (FaultType type : repairOrder)
    if (findPass(passRegistry(), passName("localize", type)))
      types.push_back(type);
  return types;
}

std::string pipelineText(CompareGoal goal, const std::vector<FaultType> &types, bool isGiven,
                         const std::string &quantized) {
  std::string text = "pair-opaque,validate,probe";
  if (goal == CompareGoal::Check)
    return text + (isGiven ? ",localize-wb,localize-lh" : "");
  text += ",verify-forms,align,rank";
  bool findsSizes = std::ranges::find(types, FaultType::ID) != types.end();
  if (findsSizes)
    text += "," + passName("localize", FaultType::ID);
  text += ",vary-samples";
  for (FaultType type : types)
    if (type != FaultType::ID)
      text += "," + passName("localize", type) + (type == FaultType::PP ? ",stack-samples" : "");
  text += ",confirm-findings";
  if (goal == CompareGoal::Localize)
    return text;
  for (FaultType type : types)
    text += repairPass(type, quantized) + (type == FaultType::ID ? ",stack-samples" : "");
  // Within the file, what hid behind a fault shows once that is repaired.
  std::string again, repairs;
  for (FaultType type : types)
    if (type != FaultType::ID) {
      if (type != FaultType::PP)
        again += (again.empty() ? "" : ",") + passName("localize", type);
      repairs += repairPass(type, quantized);
    }
  std::string judge = ",restore-samples,accept-repairs";
  if (again.empty())
    return text + judge;
  again = ",repeat(" + again + ",confirm-findings" + repairs + ")";
  // What the data does not show, once it shows nothing else.
  return text + again + judge + ",vary-repaired" + again + judge;
}

} // namespace fixcon
