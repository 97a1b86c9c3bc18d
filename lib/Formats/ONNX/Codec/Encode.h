// The inverse of Decode.h: a Tensor and its residue become a TensorProto.
#pragma once

#include "Decode.h"

namespace fixcon {

enum class DataField : int;

/// Writes elements into another file.
class ExternalSink {
public:
  virtual ~ExternalSink() = default;
  /// Whether the elements of `proto`, `bytes` long, belong into the other file.
  virtual bool wants(const onnx::TensorProto &proto, size_t bytes) const = 0;
  /// Makes `proto` refer to `data`, of which it keeps the owner.
  virtual void put(onnx::TensorProto &proto, const RawData &data) = 0;
};

/// Elements as raw_data has them; not for strings. Shares them with `tensor` if it can.
RawData rawDataOf(const Tensor &tensor);
/// Bytes that rawDataOf would give.
int64_t rawSizeOf(const Tensor &tensor);
/// Appends the elements to `field` of `proto`, which holds elements of that dtype.
void putElements(const Tensor &tensor, DataField field, onnx::TensorProto &proto);
/// Everything but the name, which stays as the residue has it. Elements go to the field that they
/// came from if that still holds such elements, else to raw_data; without a sink they stay inside.
void encodeTensor(const Tensor &tensor, const onnx::TensorResidue &residue, ExternalSink *sink,
                  onnx::TensorProto &proto);

} // namespace fixcon
