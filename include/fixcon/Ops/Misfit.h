// Misfits: values of a core graph that do not fit an op which reads them, so that the graph does not run at the sizes
// at hand. Legalization marks them, where it is asked to go on, by an `unsized` between the value and the op.
#pragma once

#include "fixcon/Ops/Shadow.h"

#include <map>
#include <string>
#include <vector>

namespace fixcon {

/// Whether an op marks a misfit.
bool isMisfit(const Op &op);
/// What a mark stands for; any other value itself.
const Value *unmarked(const Value *value);
/// What the op that reads it says against it: "[reshape_c3] f32[1,8,12,12] does not fill f32[1,2,4,6,6]".
std::string complaintOf(const Op &misfit);

/// "'Reshape14': [reshape_c3] ...", for messages.
std::string describeMisfit(const Op &misfit);

/// The misfits of a graph and of those nested in it, in order.
std::vector<const Op *> misfits(const Graph &graph);

/// What of a core graph cannot be computed where it runs from its arguments: it lies behind misfits or opaque ops.
class RunShadow : public Shadow {
public:
  /// `given`: what the run is fed, by name; results of opaque ops may be among it.
  explicit RunShadow(const Graph &graph, const std::map<std::string, Tensor> &given = {});
};

} // namespace fixcon
