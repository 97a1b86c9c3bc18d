// Which output of the target stands for which of the source.
#pragma once

#include "fixcon/IR/Datum.h"
#include "fixcon/IR/Module.h"
#include "fixcon/Validate/Evaluation.h"

namespace fixcon {

/// Places in the lists of outputs; -1 where the other model has none.
struct OutputPair {
  int source = -1, target = -1;
  PairedBy by = PairedBy::None;
};

/// The source's outputs in their order, each with its partner, then the target's that are left. The data
/// are the outputs of both on one sample, in order.
std::vector<OutputPair> pairOutputs(const Graph &source, const Graph &target,
                                    const std::vector<Datum> &sourceData,
                                    const std::vector<Datum> &targetData);

} // namespace fixcon
