// A few bytes can declare a dense tensor of any size, so dense forms are paid for from a budget
// that grows with the file. Indices must rise, so no position is written twice. What counts as zero
// when writing is all bits 0: a -0 stays an entry, and reading gives the same bits again.
#include "Sparse.h"

#include "ElementTypes.h"
#include "Encode.h"

#include "fixcon/Support/CheckedMath.h"

#include "residue.pb.h"

#include <algorithm>
#include <cstring>

namespace fixcon {
namespace {

bool isExternal(const onnx::TensorProto &tensor) {
  return tensor.data_location() == onnx::TensorProto::EXTERNAL;
}

class SparseDecoder {
public:
  SparseDecoder(const onnx::SparseTensorProto &proto, ExternalSource *external,
                const TensorPlace &place)
      : proto(proto), external(external), place(place) {}

  FailureOr<Tensor> run(int64_t &budget);

private:
  FailureOr<Tensor> part(const onnx::TensorProto &from, const char *what);
  LogicalResult checkShape(int64_t &budget);
  LogicalResult checkIndices();
  /// Position of non-zero `i` in row-major order; nothing if it is outside.
  std::optional<int64_t> position(int64_t i) const;
  FailureOr<Tensor> scattered() const;

  const onnx::SparseTensorProto &proto;
  ExternalSource *external;
  const TensorPlace &place;
  Tensor values, indices;
  Shape shape;
};

FailureOr<Tensor> SparseDecoder::part(const onnx::TensorProto &from, const char *what) {
  onnx::TensorProto copy = from;
  onnx::TensorResidue unused;
  return decodeTensor(copy, external, {place.diags, place.where, place.what + what}, unused);
}

LogicalResult SparseDecoder::checkShape(int64_t &budget) {
  shape.assign(proto.dims().begin(), proto.dims().end());
  auto bytes = storageSize(values.dtype(), shape);
  if (!bytes || *bytes > budget)
    return place.error() << "of " << name(values.dtype()) << " " << str(shape)
                         << " is too large in its dense form for a file of this size";
  budget -= *bytes;
  return success();
}

LogicalResult SparseDecoder::checkIndices() {
  int64_t nonZeros = values.rank() == 1 ? values.size() : -1;
  bool linear = indices.shape() == Shape{nonZeros};
  bool coordinates = indices.shape() == Shape{nonZeros, static_cast<int64_t>(shape.size())};
  if (indices.dtype() == DType::I64 && nonZeros >= 0 && (linear || coordinates))
    return success();
  return place.error() << "has values " << str(values.shape()) << " and indices "
                       << name(indices.dtype()) << " " << str(indices.shape())
                       << ", which do not belong together";
}

std::optional<int64_t> SparseDecoder::position(int64_t i) const {
  auto at = indices.data<int64_t>();
  if (indices.rank() == 1)
    return at[static_cast<size_t>(i)];
  int64_t linear = 0;
  for (size_t axis = 0; axis < shape.size(); ++axis) {
    int64_t index = at[static_cast<size_t>(i) * shape.size() + axis];
    if (index < 0 || index >= shape[axis])
      return std::nullopt;
    linear = linear * shape[axis] + index;
  }
  return linear;
}

FailureOr<Tensor> SparseDecoder::scattered() const {
  Tensor out(values.dtype(), shape);
  const size_t width = byteSize(values.dtype());
  auto into = out.isString() ? std::span<std::byte>() : out.mutableBytes();
  int64_t before = -1;
  for (int64_t i = 0; i < values.size(); ++i) {
    auto at = position(i);
    if (!at || *at <= before || *at >= out.size())
      return place.error() << "has an index that is outside or out of order: entry " << i;
    before = *at;
    auto from = static_cast<size_t>(i), to = static_cast<size_t>(*at);
    if (out.isString())
      out.mutableStrings()[to] = values.strings()[from];
    else
      std::memcpy(into.data() + to * width, values.bytes().data() + from * width, width);
  }
  return out;
}

FailureOr<Tensor> SparseDecoder::run(int64_t &budget) {
  auto readValues = part(proto.values(), " (values)");
  if (failed(readValues))
    return failure();
  auto readIndices = part(proto.indices(), " (indices)");
  if (failed(readIndices))
    return failure();
  values = *readValues;
  indices = *readIndices;
  if (failed(checkShape(budget)) || failed(checkIndices()))
    return failure();
  return scattered();
}

bool isZero(const Tensor &tensor, int64_t i) {
  auto at = static_cast<size_t>(i);
  if (tensor.isString())
    return tensor.strings()[at].empty();
  size_t width = byteSize(tensor.dtype());
  auto element = tensor.bytes().subspan(at * width, width);
  return std::all_of(element.begin(), element.end(), [](std::byte b) { return b == std::byte(0); });
}

Tensor gathered(const Tensor &tensor, const std::vector<int64_t> &positions) {
  Tensor out(tensor.dtype(), {static_cast<int64_t>(positions.size())});
  size_t width = byteSize(tensor.dtype());
  for (size_t i = 0; i < positions.size(); ++i) {
    auto from = static_cast<size_t>(positions[i]);
    if (tensor.isString())
      out.mutableStrings()[i] = tensor.strings()[from];
    else
      std::memcpy(out.mutableBytes().data() + i * width, tensor.bytes().data() + from * width,
                  width);
  }
  return out;
}

Tensor coordinatesOf(const std::vector<int64_t> &positions, const Shape &shape) {
  std::vector<int64_t> all;
  Shape strides = stridesOf(shape);
  for (int64_t position : positions)
    for (size_t axis = 0; axis < shape.size(); ++axis)
      all.push_back(position / strides[axis] % shape[axis]);
  return Tensor::of({static_cast<int64_t>(positions.size()), static_cast<int64_t>(shape.size())},
                    all);
}

void replaceElements(const Tensor &tensor, onnx::TensorProto &proto) {
  onnx::TensorResidue residue;
  if (proto.has_name())
    residue.mutable_rest()->set_name(proto.name());
  encodeTensor(tensor, residue, nullptr, proto);
}

} // namespace

FailureOr<Tensor> decodeSparse(const onnx::SparseTensorProto &proto, ExternalSource *external,
                               const TensorPlace &place, int64_t &budget,
                               onnx::TensorResidue &residue) {
  auto out = SparseDecoder(proto, external, place).run(budget);
  if (failed(out))
    return failure();
  *residue.mutable_sparse() = proto;
  // Other files are not written in this form: the elements move in when the model is written.
  if (!isExternal(proto.values()) && !isExternal(proto.indices()))
    residue.set_content(out->hash().str());
  return out;
}

void encodeSparse(const Tensor &tensor, const onnx::TensorResidue &residue,
                  onnx::SparseTensorProto &proto) {
  proto = residue.sparse();
  if (residue.has_content() && residue.content() == tensor.hash().str())
    return;
  std::vector<int64_t> positions;
  for (int64_t i = 0; i < tensor.size(); ++i)
    if (!isZero(tensor, i))
      positions.push_back(i);
  bool coordinates = proto.indices().dims_size() == 2;
  replaceElements(gathered(tensor, positions), *proto.mutable_values());
  replaceElements(coordinates ? coordinatesOf(positions, tensor.shape())
                              : Tensor::of({static_cast<int64_t>(positions.size())}, positions),
                  *proto.mutable_indices());
  proto.mutable_dims()->Assign(tensor.shape().begin(), tensor.shape().end());
}

} // namespace fixcon
