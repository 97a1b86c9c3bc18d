// Values that fixcon-run reads and writes.
#pragma once

#include "fixcon/IR/Datum.h"
#include "fixcon/IR/Graph.h"

#include <map>

namespace fixcon {

using NamedTensors = std::vector<std::pair<std::string, Tensor>>;

/// The values of --input NAME=FILE (.npy, .npz or a message of ONNX, .pb) by argument name. Every
/// argument must have one whose dtype and dims fit; results of operators that are not known may.
FailureOr<std::map<std::string, Datum>> readInputs(const std::vector<std::string> &assignments,
                                                   const Graph &graph, Diagnostics &diags);

/// The types of those of them that are no arguments.
FailureOr<std::map<std::string, Type>> givenTypes(const std::vector<std::string> &assignments,
                                                  const Graph &graph, Diagnostics &diags);

/// The tensors of a value: those of a sequence are NAME.0, NAME.1 and so on, an optional is what it
/// holds.
void addTensors(NamedTensors &tensors, const std::string &name, const Datum &datum);

/// One run after the other, joined along the first axis; an error if shapes differ elsewhere.
FailureOr<NamedTensors> joinRuns(std::vector<NamedTensors> runs, Diagnostics &diags);

/// `name : f32[2] = [0.5, 1]` line by line; long tensors are cut.
std::string toText(const NamedTensors &tensors);

} // namespace fixcon
