// The JSON report, schema fixcon-report/1 (docs/Report.md, docs/report.schema.json). Fields stand
// in a fixed order, so that equal runs give equal bytes; a number that is not finite is null.
#include "AttributeJson.h"
#include "fixcon/Report/Report.h"

namespace fixcon {

namespace {

Json modelJson(const ModelInfo &model) {
  if (model.path.empty())
    return nullptr;
  return {{"path", model.path}, {"format", model.format}, {"sha256", model.sha256}};
}

/// Recipes come from our own writer; text that is no JSON is shown as a text.
Json recipeJson(const std::string &text) {
  if (text.empty())
    return nullptr;
  Json parsed = Json::parse(text, nullptr, /*allow_exceptions=*/false);
  return parsed.is_discarded() ? Json(text) : parsed;
}

/// Null if nothing was measured.
Json evaluationJson(const Evaluation &e) {
  if (e.samples == 0)
    return nullptr;
  return {{"samples", e.samples},
          {"mismatches", e.mismatches},
          {"near_ties", e.nearTies},
          {"max_abs", e.maxAbs},
          {"rel_rms", e.relRms}};
}

Json placeJson(const FaultPlace &place) {
  return {{"nodes", place.nodes}, {"tensors", place.tensors}, {"attribute", place.attribute}};
}

/// A fault that nobody tried to repair is of no interest to readers of the status.
std::string_view statusWord(RepairStatus status) {
  return name(status == RepairStatus::Open ? RepairStatus::None : status);
}

Json faultJson(const Fault &fault) {
  Json evidence = {{"source", attributeJson(fault.sourceValue)},
                   {"target", attributeJson(fault.targetValue)},
                   {"local_error", fault.localError},
                   {"noise_floor", fault.noiseFloor}};
  return {{"id", fault.id},
          {"type", name(fault.type)},
          {"rule", fault.rule},
          {"latent", fault.latent},
          {"target", placeJson(fault.target)},
          {"source", placeJson(fault.source)},
          {"evidence", std::move(evidence)},
          {"cause", fault.cause},
          {"repair", {{"status", statusWord(fault.status)}, {"summary", fault.repairSummary}}}};
}

template <class Items, class Fn> Json listJson(const Items &items, Fn &&toItem) {
  Json list = Json::array();
  for (const auto &item : items)
    list.push_back(toItem(item));
  return list;
}

Json rankedJson(const Report::Ranked &ranked) {
  return {{"target", ranked.target}, {"source", ranked.source}, {"score", ranked.score}};
}

Json stageJson(const std::pair<std::string, double> &stage) {
  return {{"name", stage.first}, {"seconds", stage.second}};
}

} // namespace

std::string toJson(const Report &report) {
  Json preprocess = {{"source", recipeJson(report.sourceRecipe)},
                     {"target", recipeJson(report.targetRecipe)},
                     {"target_repaired", recipeJson(report.repairedRecipe)}};
  Json whole = {{"schema", "fixcon-report/1"},
                {"tool", {{"version", report.toolVersion}}},
                {"seed", report.seed},
                {"source", modelJson(report.source)},
                {"target", modelJson(report.target)},
                {"output", modelJson(report.output)},
                {"data", {{"samples", report.samples}, {"rejected", report.rejected}}},
                {"preprocess", std::move(preprocess)},
                {"verdict", report.verdict},
                {"before", evaluationJson(report.before)},
                {"after", evaluationJson(report.after)},
                {"alignment",
                 {{"weighted", report.weighted},
                  {"aligned", report.aligned},
                  {"unaligned", report.unaligned}}},
                {"findings", listJson(report.findings, faultJson)},
                {"ranking", listJson(report.ranking, rankedJson)},
                {"stages", listJson(report.stages, stageJson)}};
  // Names come from files and need not be UTF-8.
  return whole.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

} // namespace fixcon
