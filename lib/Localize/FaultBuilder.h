// Findings in the words of the user's files, put together from what was seen at ops of the normal forms.
#pragma once

#include "fixcon/Align/Alignment.h"
#include "fixcon/Fault/Fault.h"

namespace fixcon {

/// One fault over a pair. What several ops show is one finding: its nodes are all of theirs, its anchor is
/// the first one's, its errors are the largest, and it is latent if it is so at every op.
class FaultBuilder {
public:
  FaultBuilder(FaultType type, std::string rule, const NormalPair &pair);

  /// Adds the nodes of a pair that differs at `operands` (-1: at none in particular), whose result is as
  /// far from the source's as two right evaluations may be (`floor`) or farther.
  void add(const OpPair &ops, const std::vector<int64_t> &operands, double floor);
  /// The same without the nodes, where others are to blame for what shows at the pair.
  void addSites(const OpPair &ops, const std::vector<int64_t> &operands, double floor);
  /// Adds the faithful ops that core ops came from.
  void addTargetOp(const Op &core) { merge(fault.target, core, *pair.target); }
  void addSourceOp(const Op &core) { merge(fault.source, core, *pair.source); }
  void addTargetNode(const Op &faithful);
  void addSourceNode(const Op &faithful);
  /// Adds the faithful constants that a constant of the normal forms was computed from.
  void addTargetTensors(const Value &weight);
  void addSourceTensors(const Value &weight);
  /// Adds a constant of the file.
  void addTargetTensor(const Value &constant);
  void addSourceTensor(const Value &constant);

  /// Records the fault and warns at the target's place, with a note at the source's node, in the manner of
  /// a compiler.
  void report(Module &module);

  Fault fault;

private:
  static void merge(FaultPlace &place, const Op &core, const Graph &faithful);

  const NormalPair &pair;
  bool isNew = true;
};

/// What the file calls the kind of an op of a core form: of the op that it came from, else its own name.
std::string typeInFile(const Op &core, const Graph &faithful);

/// Names of the faithful constants that a constant of the normal form was computed from.
std::vector<std::string> tensorsBehind(const Value &weight, const Graph &faithful);

} // namespace fixcon
