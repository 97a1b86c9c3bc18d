// Faults as records of the module: what a localisation pass finds and a repair pass reads.
#pragma once

#include "fixcon/IR/Module.h"

#include <optional>
#include <span>

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
std::span<const std::string_view> wordsOf(RepairStatus);

/// Where a fault is, in the words of the user's file.
struct FaultPlace {
  std::string graph;  ///< faithful graph
  std::string anchor; ///< a value of it (first result of the op, or a weight), may be empty
  std::vector<std::string> nodes;   ///< op labels; "#<index>" for an unnamed node
  std::vector<std::string> tensors; ///< weights and other values
  std::string attribute;            ///< may be empty
  bool operator==(const FaultPlace &) const = default;
};

/// Where in the normal forms a fault shows, so that a repair need not search: pairs of ops, named by their
/// first results, and the operand that differs, -1 if it is none. Three lists of one length.
struct FaultSites {
  struct Site {
    std::string targetOp, sourceOp;
    int64_t operand = -1;
  };

  void add(Site site);
  size_t size() const { return targetOps.size(); }
  Site operator[](size_t i) const { return {targetOps[i], sourceOps[i], operands[i]}; }
  const std::vector<std::string> &targets() const { return targetOps; }

  template <class V> void visit(V &v) {
    v("target_ops", targetOps);
    v("source_ops", sourceOps);
    v("operands", operands);
  }
  bool isConsistent() const { return sourceOps.size() == size() && operands.size() == size(); }

private:
  std::vector<std::string> targetOps, sourceOps;
  std::vector<int64_t> operands;
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
  bool retry = false; ///< the target was edited since it was rejected
  FaultSites sites;

  template <class V> void visit(V &v) {
    v("id", id);
    v("rule", rule);
    v("latent", latent);
    v("target_nodes", target.nodes);
    v("target_tensors", target.tensors);
    v("target_attribute", target.attribute);
    v("source_nodes", source.nodes);
    v("source_tensors", source.tensors);
    v("source_attribute", source.attribute);
    v("source_value", sourceValue);
    v("target_value", targetValue);
    v("local_error", localError);
    v("noise_floor", noiseFloor);
    v("cause", cause);
    v("status", status);
    v("repair", repairSummary);
    v("retry", retry);
    sites.visit(v);
  }
  Record toRecord() const;
  /// nullopt after a diagnostic if the record is not a well-formed fault.
  static std::optional<Fault> fromRecord(const Record &record, Diagnostics &diags);
};

/// Whether the weights are the source's, as far as a dtype or grid with less room holds them.
bool isRounding(const Fault &fault);

/// Whether nothing is left to do about it: it is repaired, or needs no repair, or its weights are the source's in
/// a narrower dtype - what that costs shows in the figures of the outputs.
bool isSettled(const Fault &fault);

/// The op that the anchor names, else the input of that name, else the file that the graph came from.
Location locationOf(const FaultPlace &place, const Module &module);

/// All faults of the module in order.
std::vector<Fault> faultsOf(const Module &module);
/// Appends a fault, giving it the next id.
Fault &addFault(Module &module, Fault &fault);
/// Replaces the record with the same id.
void updateFault(Module &module, const Fault &fault);
/// Erases it.
void eraseFault(Module &module, const Fault &fault);

} // namespace fixcon
