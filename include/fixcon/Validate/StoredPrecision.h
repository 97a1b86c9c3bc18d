// What the dtype that a target stores its weights in costs by itself.
#pragma once

#include "fixcon/IR/Module.h"

#include <optional>

namespace fixcon {

/// f16 or bf16 if the target stores weights so and the source none; nothing otherwise.
std::optional<DType> narrowerStorage(const Graph &source, const Graph &target);

/// Whether a model computes in half precision: some op makes f16 or bf16 of other than a constant.
bool computesInHalf(const Graph &executable);
/// Whether it computes in double precision throughout.
bool computesInDouble(const Graph &executable);

/// A copy of `graph` in `scratch` whose float weights are rounded to `dtype`, and are of the dtype that they
/// were. Weights of nested graphs stay as they are.
Graph *copyRounded(const Graph &graph, DType dtype, Module &scratch);

} // namespace fixcon
