// Faults to records and back; the list of fields is Fault::visit.
#include "fixcon/Fault/Fault.h"

#include "fixcon/Fault/ByDesign.h"
#include "fixcon/IR/RecordFields.h"

#include <algorithm>
#include <cctype>
#include <charconv>

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

std::span<const std::string_view> wordsOf(RepairStatus) { return statusNames; }

void FaultSites::add(Site site) {
  targetOps.push_back(std::move(site.targetOp));
  sourceOps.push_back(std::move(site.sourceOp));
  operands.push_back(site.operand);
}

Record Fault::toRecord() const {
  Record record;
  record.kind = "fault";
  record.tag = lower(fixcon::name(type));
  record.subject = {target.graph, target.anchor};
  record.against = {source.graph, source.anchor};
  writeFields(*this, record);
  return record;
}

std::optional<Fault> Fault::fromRecord(const Record &record, Diagnostics &diags) {
  auto error = [&] { return diags.error(record.location).code("IR-record"); };
  auto type = faultTypeByName(record.tag);
  if (!type) {
    (void)(error() << "'" << record.tag << "' is not a fault type");
    return std::nullopt;
  }
  auto fault = readFields<Fault>(record, diags);
  if (failed(fault))
    return std::nullopt;
  if (!fault->sites.isConsistent()) {
    (void)(error() << "the ops and operands of a fault are lists of one length");
    return std::nullopt;
  }
  fault->type = *type;
  fault->target.graph = record.subject.graph;
  fault->target.anchor = record.subject.value;
  fault->source.graph = record.against.graph;
  fault->source.anchor = record.against.value;
  return std::move(*fault);
}

static bool isHalf(const Fault &fault) {
  return fault.rule == "FX-WB-f16" || fault.rule == "FX-WB-bf16";
}

bool isStorage(const Fault &fault) { return fault.rule == "FX-WB-stored"; }

bool isByDesign(const Fault &fault) { return fault.rule == "FX-WB-quantized" || isStorage(fault); }

bool isRounding(const Fault &fault) {
  return isHalf(fault) || isByDesign(fault) || fault.rule == "FX-WB-grid" ||
         fault.rule == "FX-WB-rounding";
}

bool isSettled(const Fault &fault) {
  return isHalf(fault) || isByDesign(fault) || fault.status == RepairStatus::Applied ||
         fault.status == RepairStatus::Unneeded;
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

/// 7 for "F7"; 0 for what is no such id.
static int64_t numberOf(const std::string &id) {
  int64_t number = 0;
  if (id.starts_with('F'))
    (void)std::from_chars(id.data() + 1, id.data() + id.size(), number);
  return number;
}

Fault &addFault(Module &module, Fault &fault) {
  // Those before it may have been erased.
  int64_t last = 0;
  for (const Record &r : module.records())
    if (r.kind == "fault")
      last = std::max(last, numberOf(r.attrs.getOr("id", std::string())));
  fault.id = "F" + std::to_string(last + 1);
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

void eraseFault(Module &module, const Fault &fault) {
  std::erase_if(module.records(), [&](const Record &r) {
    return r.kind == "fault" && r.attrs.getOr("id", std::string()) == fault.id;
  });
}

} // namespace fixcon
