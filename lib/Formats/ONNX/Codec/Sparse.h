// Sparse tensors: the IR holds them dense, the file's form is kept for as long as the content is
// the same, and is made anew otherwise.
#pragma once

#include "Decode.h"

namespace fixcon {
namespace onnx {
class SparseTensorProto;
}

/// `budget` is how many bytes dense forms may still take; what this one takes is subtracted.
FailureOr<Tensor> decodeSparse(const onnx::SparseTensorProto &proto, ExternalSource *external,
                               const TensorPlace &place, int64_t &budget,
                               onnx::TensorResidue &residue);
/// Values that are not zero, bit by bit, under the indices' form of the original.
void encodeSparse(const Tensor &tensor, const onnx::TensorResidue &residue,
                  onnx::SparseTensorProto &proto);

} // namespace fixcon
