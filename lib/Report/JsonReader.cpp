// A report comes from a file that anybody may have edited: whatever it holds, the answer is a report or an
// error with the path of the field.
#include "JsonFields.h"
#include "fixcon/Report/Report.h"

#include <limits>

namespace fixcon {

/// A number that is not finite is written as null.
void JsonReader::read(const Json &json, const std::string &at, double &value) {
  if (json.is_null())
    value = std::numeric_limits<double>::quiet_NaN();
  else if (json.is_number())
    value = json.get<double>();
  else
    complain(at, "a number or null");
}

void JsonReader::read(const Json &json, const std::string &at, FaultType &value) {
  auto type = json.is_string() ? faultTypeByName(json.get<std::string>()) : std::nullopt;
  type ? void(value = *type) : complain(at, "a type of fault");
}

void JsonReader::read(const Json &json, const std::string &at, RepairStatus &value) {
  auto status = json.is_string() ? repairStatusByName(json.get<std::string>()) : std::nullopt;
  status ? void(value = *status) : complain(at, "the status of a repair");
}

void JsonReader::read(const Json &json, const std::string &at, Recipe &value) {
  if (!json.is_object())
    return complain(at, "a recipe");
  auto recipe = recipeFromJson(json.dump(), where.file, diags);
  broken |= failed(recipe);
  if (succeeded(recipe))
    value = std::move(*recipe);
}

/// nullopt if the text is no JSON or is nested deeper than any report.
static std::optional<Json> parsed(std::string_view text) {
  constexpr int maxDepth = 32;
  bool deep = false;
  auto look = [&](int depth, Json::parse_event_t, Json &) { return !(deep |= depth > maxDepth); };
  Json json = Json::parse(text, look, /*allow_exceptions=*/false);
  return deep || json.is_discarded() ? std::nullopt : std::optional(std::move(json));
}

FailureOr<Report> reportFromJson(std::string_view text, const std::string &file,
                                 Diagnostics &diags) {
  Location where = Location::inFile(file);
  std::optional<Json> json = parsed(text);
  if (!json || !json->is_object())
    return diags.error(where) << "is no report: it is not a JSON object";
  Report report;
  report.schema.clear();
  JsonReader reader(*json, "", where, diags);
  report.visit(reader);
  if (reader.hasFailed())
    return failure();
  if (report.schema != reportSchema)
    return diags.error(where) << "is no report of schema " << reportSchema;
  return report;
}

} // namespace fixcon
