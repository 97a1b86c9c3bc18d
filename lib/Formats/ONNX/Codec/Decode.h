// The elements of a TensorProto: found in whichever field holds them, checked against dims and
// type, moved into a Tensor. What the Tensor does not hold stays behind as residue.
#pragma once

#include "fixcon/Support/Diagnostic.h"
#include "fixcon/Tensor/Tensor.h"

namespace fixcon {
namespace onnx {
class TensorProto;
class TensorResidue;
} // namespace onnx

/// Elements as raw_data has them: little-endian, narrow types packed.
struct RawData {
  std::span<const std::byte> bytes;
  std::shared_ptr<const void> owner;
};

/// Where a tensor stands, for diagnostics.
struct TensorPlace {
  Diagnostics &diags;
  Location where;
  std::string what; ///< "initializer 'w'"

  DiagnosticBuilder error() const { return diags.error(where) << what << " "; }
};

/// Finds the bytes of tensors that lie in other files.
class ExternalSource {
public:
  virtual ~ExternalSource() = default;
  /// The `size` bytes that `proto` refers to.
  virtual FailureOr<RawData> find(const onnx::TensorProto &proto, int64_t size,
                                  const TensorPlace &place) = 0;
};

/// Takes the elements out of `proto` (raw bytes are moved, not copied). `residue` gets what is
/// left, the name included.
FailureOr<Tensor> decodeTensor(onnx::TensorProto &proto, ExternalSource *external,
                               const TensorPlace &place, onnx::TensorResidue &residue);

} // namespace fixcon
