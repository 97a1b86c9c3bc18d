// Ops that an edit is none of the business of.
#pragma once

#include "fixcon/Fault/Fault.h"
#include "fixcon/IR/Graph.h"

namespace fixcon {

/// What ops of a normal form, but for those at the sites of a fault, compute with before an edit.
class Bystanders {
public:
  Bystanders(const Graph &normal, const FaultSites &sites);
  /// The name of an op's first result whose constants are no longer what they were; empty if there is none.
  std::string disturbed(const Graph &normal) const;

private:
  struct Operand {
    std::string op;
    unsigned index;
    Tensor elements;
  };
  std::vector<Operand> operands;
};

} // namespace fixcon
