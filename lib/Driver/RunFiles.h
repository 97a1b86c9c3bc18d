// Tensors that fixcon-run reads and writes.
#pragma once

#include "fixcon/IR/Graph.h"

#include <map>

namespace fixcon {

using NamedTensors = std::vector<std::pair<std::string, Tensor>>;

/// The values of --input NAME=FILE (.npy, .npz or TensorProto .pb) by argument name. Every argument
/// must have one whose dtype and dims fit.
FailureOr<std::map<std::string, Tensor>> readInputs(const std::vector<std::string> &assignments,
                                                    const Graph &graph, Diagnostics &diags);

/// A value must have the dtype of the argument (any float dtype for a float one) and its dims where
/// they are numbers.
LogicalResult checkInput(const Value &argument, const Tensor &tensor, const Location &where,
                         Diagnostics &diags);

/// One run after the other, joined along the first axis; an error if shapes differ elsewhere.
FailureOr<NamedTensors> joinRuns(std::vector<NamedTensors> runs, Diagnostics &diags);

/// `name : f32[2] = [0.5, 1]` line by line; long tensors are cut.
std::string toText(const NamedTensors &tensors);

} // namespace fixcon
