// Repairs are transactions: an edit of the faithful target is proven on its normal form, else
// undone.
#pragma once

#include "fixcon/Align/Alignment.h"

namespace fixcon {

/// Copies the faithful target and what is recorded of it aside; restores both exactly unless
/// commit() is called. Transactions nest: an outer one undoes what inner ones have committed.
class Transaction {
public:
  Transaction(Module &module, PassContext &context);
  ~Transaction();
  Transaction(const Transaction &) = delete;
  Transaction &operator=(const Transaction &) = delete;

  /// The normal forms after the edits so far; null if the edited target has none, or ops that do not fit what they read
  /// though it gave outputs before (no diagnostic is reported then: an edit that breaks the model is an answer).
  const NormalPair *renormalize();
  /// Whether more ops do not fit what they read than before the edits.
  bool addsMisfits() const;
  void commit();
  /// commit(), and the target before stays in the module, fed as it was; the name of its graph.
  std::string keepBefore();

private:
  void close();
  /// Ops of the target that do not fit what they read; nothing where it has no executable form.
  std::optional<size_t> countMisfits() const;

  Module &module;
  PassContext &context;
  std::string backup;
  std::vector<Record> records;
  std::optional<size_t> misfitsBefore;
  bool open = true;
};

/// The pair after the edits so far; nothing, without a diagnostic, where the edited target cannot be aligned.
std::optional<AlignedPair> alignedNow(Module &module, PassContext &context);

/// The op of a graph whose first result has that name, or null.
Op *opMaking(const Graph &graph, const std::string &value);

} // namespace fixcon
