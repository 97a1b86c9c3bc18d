// Repairs are transactions: an edit of the faithful target is proven on its normal form, else
// undone.
#pragma once

#include "fixcon/Align/NormalPair.h"
#include "fixcon/Fault/Fault.h"

#include <functional>

namespace fixcon {

/// Copies the faithful target aside; restores it exactly unless commit() is called.
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
  bool open = true;
};

/// Faults of a type that are still open and may be repaired, in order.
std::vector<Fault> openFaults(const Module &module, FaultType type);

/// Settles a fault: applied or rejected with a summary, reported as a remark.
void settle(Module &module, PassContext &context, Fault &fault, bool applied, std::string summary);

/// Runs `repair` on every open fault of a type while --repair-limit allows; `repair` gives the
/// summary of what it did, or nothing if no edit could be proven.
LogicalResult repairEach(Module &module, PassContext &context, FaultType type,
                         const std::function<std::optional<std::string>(const Fault &)> &repair);

/// The op of a graph whose first result has that name, or null.
Op *opMaking(const Graph &graph, const std::string &value);

} // namespace fixcon
