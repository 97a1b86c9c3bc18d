// Faults as records of the module: what a localisation pass finds and a repair pass reads.
#pragma once

#include "fixcon/IR/Module.h"

#include <optional>

namespace fixcon {

enum class FaultType : uint8_t {
#define FAULT_TYPE(Id, Summary) Id,
#include "fixcon/Fault/FaultTypes.def"
};
std::string_view name(FaultType type);    ///< "PP"
std::string_view summary(FaultType type); ///< "preprocessing"
std::optional<FaultType> faultTypeByName(std::string_view name);

enum class RepairStatus : uint8_t { Open, Applied, Rejected, Unneeded, None };
std::string_view name(RepairStatus status); ///< "open", "applied", ...
std::optional<RepairStatus> repairStatusByName(std::string_view name);

/// Where a fault is, in the words of the user's file.
struct FaultPlace {
  std::string graph;  ///< faithful graph
  std::string anchor; ///< a value of it (first result of the op, or a weight), may be empty
  std::vector<std::string> nodes;   ///< op labels; "#<index>" for an unnamed node
  std::vector<std::string> tensors; ///< weights and other values
  std::string attribute;            ///< may be empty
  bool operator==(const FaultPlace &) const = default;
};

/// `fault wb @target::%4 against @source::%0 {...}` in typed form.
struct Fault {
  std::string id; ///< "F1"
  FaultType type = FaultType::CG;
  std::string rule;    ///< "FX-LH-pads"
  bool latent = false; ///< differs in meaning, but stays below any tolerance on the data
  FaultPlace target, source;
  Attribute sourceValue, targetValue; ///< what differs, for people and for the repair
  double localError = 0, noiseFloor = 0;
  std::string cause;
  RepairStatus status = RepairStatus::Open;
  std::string repairSummary;
  AttrDict details; ///< what the repair of this type needs beyond the fields above

  Record toRecord() const;
  /// nullopt after a diagnostic if the record is not a well-formed fault.
  static std::optional<Fault> fromRecord(const Record &record, Diagnostics &diags);
};

/// The op that the anchor names, else the input of that name, else the file that the graph came from.
Location locationOf(const FaultPlace &place, const Module &module);

/// All faults of the module in order.
std::vector<Fault> faultsOf(const Module &module);
/// Appends a fault, giving it the next id.
Fault &addFault(Module &module, Fault &fault);
/// Replaces the record with the same id.
void updateFault(Module &module, const Fault &fault);

} // namespace fixcon
