// Repairs are transactions: an edit of the faithful target is proven on its normal form, else
// undone.
#pragma once

#include "fixcon/Align/NormalPair.h"
#include "fixcon/Fault/Fault.h"

#include <optional>

namespace fixcon {

/// Copies the faithful target and what is recorded of it aside; restores both exactly unless
/// commit() is called. Transactions nest: an outer one undoes what inner ones have committed.
class Transaction {
public:
  Transaction(Module &module, PassContext &context);
  ~Transaction();
  Transaction(const Transaction &) = delete;
  Transaction &operator=(const Transaction &) = delete;

  /// The normal forms after the edits so far; null if the edited target has none (no diagnostic is
  /// reported then: an edit that breaks the model is an answer).
  const NormalPair *renormalize();
  void commit();

private:
  Module &module;
  PassContext &context;
  std::string backup;
  std::vector<Record> records;
  bool open = true;
};

/// Edits the target for one fault at a time; one class a fault type.
class Repairer {
public:
  virtual ~Repairer() = default;
  /// What it did, in a transaction of its own, or nothing if no edit could be proven.
  virtual std::optional<std::string> repair(const Fault &fault) = 0;
  /// Whether the ops of the fault now have the source's meaning. Where they have not, the edit is
  /// half a repair, which only measuring can justify.
  virtual bool isComplete(const Fault & /*fault*/) { return true; }
};

/// Faults of a type that are still open and may be repaired, in order.
std::vector<Fault> openFaults(const Module &module, FaultType type);

/// Settles a fault: applied or rejected with a summary, reported as a remark.
void settle(Module &module, PassContext &context, Fault &fault, bool applied, std::string summary);

/// Repairs the open faults of a type while --repair-limit and --budget allow. Faults that share an
/// op stand or fall together: they are kept if they are complete or bring the outputs nearer to the
/// source's, else undone.
LogicalResult repairEach(Module &module, PassContext &context, FaultType type, Repairer &repairer);

/// The op of a graph whose first result has that name, or null.
Op *opMaking(const Graph &graph, const std::string &value);

} // namespace fixcon
