// Types of all values of the core graphs, from their arguments on.
#include "CoreGraphPass.h"

#include "fixcon/Ops/InferTypes.h"

namespace fixcon {

std::unique_ptr<Pass> createInferShapes() {
  return makeCoreGraphPass([](Graph &graph) { return inferTypes(graph); });
}

} // namespace fixcon
