// One subgraph of a model becomes one graph.
#pragma once

#include "ModelFile.h"

namespace fixcon {

/// Counts what is copied out of a file, whose tables may share their parts: no more than some times its size.
class CopyBudget {
public:
  explicit CopyBudget(size_t fileSize) : left(64 * (uint64_t{fileSize} + 65536)) {}
  bool pay(uint64_t bytes) {
    bool fits = bytes <= left;
    left -= fits ? bytes : left;
    return fits;
  }

private:
  uint64_t left;
};

/// Fills `graph`, which is empty, from subgraph `index` of the model called `model`. An error is reported at the
/// tensor or operator.
LogicalResult readSubgraph(const ModelFile &file, size_t index, const std::string &model,
                           Graph &graph, CopyBudget &budget);

} // namespace fixcon
