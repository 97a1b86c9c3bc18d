// Faults to records and back. A field that has its default is not written.
#include "fixcon/Fault/Fault.h"

#include <algorithm>
#include <cctype>

namespace fixcon {
namespace {

constexpr std::string_view typeNames[] = {
#define FAULT_TYPE(Id, Summary) #Id,
#include "fixcon/Fault/FaultTypes.def"
};
constexpr std::string_view typeSummaries[] = {
#define FAULT_TYPE(Id, Summary) Summary,
#include "fixcon/Fault/FaultTypes.def"
};
constexpr std::string_view statusNames[] = {"open", "applied", "rejected", "unneeded", "none"};

std::string lower(std::string_view text) {
  std::string out(text);
  for (char &c : out)
    c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return out;
}

void writePlace(const FaultPlace &place, const std::string &side, AttrDict &attrs) {
  if (!place.nodes.empty())
    attrs.set(side + "_nodes", place.nodes);
  if (!place.tensors.empty())
    attrs.set(side + "_tensors", place.tensors);
  if (!place.attribute.empty())
    attrs.set(side + "_attribute", place.attribute);
}

FaultPlace readPlace(const SymbolRef &ref, const std::string &side, const AttrDict &attrs) {
  FaultPlace place;
  place.graph = ref.graph;
  place.anchor = ref.value;
  place.nodes = attrs.getOr(side + "_nodes", Attribute::Strings());
  place.tensors = attrs.getOr(side + "_tensors", Attribute::Strings());
  place.attribute = attrs.getOr(side + "_attribute", std::string());
  return place;
}

} // namespace

std::string_view name(FaultType type) { return typeNames[static_cast<size_t>(type)]; }
std::string_view summary(FaultType type) { return typeSummaries[static_cast<size_t>(type)]; }

std::optional<FaultType> faultTypeByName(std::string_view name) {
  for (size_t i = 0; i < std::size(typeNames); ++i)
    if (lower(typeNames[i]) == lower(name))
      return static_cast<FaultType>(i);
  return std::nullopt;
}

std::string_view name(RepairStatus status) { return statusNames[static_cast<size_t>(status)]; }

std::optional<RepairStatus> repairStatusByName(std::string_view name) {
  auto found = std::find(std::begin(statusNames), std::end(statusNames), name);
  if (found == std::end(statusNames))
    return std::nullopt;
  return static_cast<RepairStatus>(found - std::begin(statusNames));
}

Record Fault::toRecord() const {
  Record r;
  r.kind = "fault";
  r.tag = lower(fixcon::name(type));
  r.subject = {target.graph, target.anchor};
  r.against = {source.graph, source.anchor};
  r.attrs.set("id", id);
  r.attrs.set("rule", rule);
  if (latent)
    r.attrs.set("latent", true);
  writePlace(target, "target", r.attrs);
  writePlace(source, "source", r.attrs);
  if (!sourceValue.empty())
    r.attrs.set("source_value", sourceValue);
  if (!targetValue.empty())
    r.attrs.set("target_value", targetValue);
  r.attrs.set("local_error", localError);
  r.attrs.set("noise_floor", noiseFloor);
  if (!cause.empty())
    r.attrs.set("cause", cause);
  r.attrs.set("status", std::string(fixcon::name(status)));
  if (!repairSummary.empty())
    r.attrs.set("repair", repairSummary);
  for (const auto &[key, value] : details)
    r.attrs.set("detail." + key, value);
  return r;
}

std::optional<Fault> Fault::fromRecord(const Record &record, Diagnostics &diags) {
  Fault f;
  auto type = faultTypeByName(record.tag);
  if (!type) {
    (void)(diags.error(record.location) << "'" << record.tag << "' is not a fault type");
    return std::nullopt;
  }
  f.type = *type;
  const AttrDict &a = record.attrs;
  auto status = repairStatusByName(a.getOr("status", std::string("open")));
  if (!status) {
    (void)(diags.error(record.location) << "unknown status of a fault");
    return std::nullopt;
  }
  f.status = *status;
  f.id = a.getOr("id", std::string());
  f.rule = a.getOr("rule", std::string());
  f.latent = a.getOr("latent", false);
  f.target = readPlace(record.subject, "target", a);
  f.source = readPlace(record.against, "source", a);
  if (const Attribute *v = a.find("source_value"))
    f.sourceValue = *v;
  if (const Attribute *v = a.find("target_value"))
    f.targetValue = *v;
  f.localError = a.getOr("local_error", 0.0);
  f.noiseFloor = a.getOr("noise_floor", 0.0);
  f.cause = a.getOr("cause", std::string());
  f.repairSummary = a.getOr("repair", std::string());
  for (const auto &[key, value] : a)
    if (key.starts_with("detail."))
      f.details.set(key.substr(7), value);
  return f;
}

Location locationOf(const FaultPlace &place, const Module &module) {
  const Graph *graph = module.graph(place.graph);
  if (!graph)
    return {};
  const Value *value = graph->value(place.anchor);
  if (value && value->definingOp())
    return value->definingOp()->location();
  Location where = graph->location();
  if (value)
    where.node = value->name();
  return where;
}

std::vector<Fault> faultsOf(const Module &module) {
  std::vector<Fault> faults;
  for (const Record &r : module.records())
    if (r.kind == "fault")
      if (auto f = Fault::fromRecord(r, module.diagnostics()))
        faults.push_back(std::move(*f));
  return faults;
}

Fault &addFault(Module &module, Fault &fault) {
  auto count = std::count_if(module.records().begin(), module.records().end(),
                             [](const Record &r) { return r.kind == "fault"; });
  fault.id = "F" + std::to_string(count + 1);
  module.records().push_back(fault.toRecord());
  return fault;
}

void updateFault(Module &module, const Fault &fault) {
  for (Record &r : module.records())
    if (r.kind == "fault" && r.attrs.getOr("id", std::string()) == fault.id) {
      Location where = r.location;
      r = fault.toRecord();
      r.location = where;
    }
}

} // namespace fixcon
