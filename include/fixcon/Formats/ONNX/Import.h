// Reading models: bytes become a faithful graph of foreign ops with everything that the file says.
#pragma once

#include "fixcon/IR/Datum.h"
#include "fixcon/IR/Module.h"

namespace fixcon {

/// Adds the model at `path` (ONNX) as faithful graph `name`, functions as
/// `name.fn.<domain>.<name>`. Reports malformed, truncated, cyclic or oversized models at the node;
/// external data stays inside the model's folder and is mapped.
FailureOr<Graph *> importONNX(const std::string &path, Module &module, const std::string &name);

/// One tensor from an ONNX TensorProto file (.pb).
FailureOr<Tensor> readTensorProto(const std::string &path, Diagnostics &diags);

/// One value of this type from a file: a TensorProto, SequenceProto or OptionalProto (.pb). The
/// file itself does not say which it is; a type that is not known means a tensor.
FailureOr<Datum> readDatumProto(const std::string &path, const Type &type, Diagnostics &diags);

} // namespace fixcon
