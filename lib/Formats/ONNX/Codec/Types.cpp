// A type that the IR cannot say is unknown here, never an error, so that such files can be read.
// Whether something was lost is asked by writing the type again and comparing bytes: what does not
// come back (denotations, -1 as a dim, opaque types) is kept as residue.
#include "Types.h"

#include "ElementTypes.h"

#include "fixcon/IR/Text.h"
#include "fixcon/Support/CheckedMath.h"

#include "onnx.pb.h"

namespace fixcon {

static Dims readDims(const onnx::TensorShapeProto &shape) {
  Dims dims;
  for (const auto &dim : shape.dim()) {
    if (dim.has_dim_value())
      dims.push_back(dim.dim_value() >= 0 ? Dim(dim.dim_value()) : Dim());
    else
      dims.push_back(dim.dim_param().empty() ? Dim() : Dim::symbol(dim.dim_param()));
  }
  return dims;
}

static Type readSparse(const onnx::TypeProto::SparseTensor &tensor) {
  const ElementType *element = elementTypeByNumber(tensor.elem_type());
  return element && tensor.has_shape() ? Type::sparse(element->dtype, readDims(tensor.shape()))
                                       : Type();
}

static Type readTensor(const onnx::TypeProto::Tensor &tensor) {
  const ElementType *element = elementTypeByNumber(tensor.elem_type());
  if (!element)
    return {};
  return tensor.has_shape() ? Type::tensor(element->dtype, readDims(tensor.shape()))
                            : Type::unranked(element->dtype);
}

static Type readMap(const onnx::TypeProto::Map &map) {
  const ElementType *key = elementTypeByNumber(map.key_type());
  return key ? Type::map(key->dtype, readType(map.value_type())) : Type();
}

Type readType(const onnx::TypeProto &proto) {
  switch (proto.value_case()) {
  case onnx::TypeProto::kTensorType:
    return readTensor(proto.tensor_type());
  case onnx::TypeProto::kSparseTensorType:
    return readSparse(proto.sparse_tensor_type());
  case onnx::TypeProto::kSequenceType:
    return Type::sequence(readType(proto.sequence_type().elem_type()));
  case onnx::TypeProto::kOptionalType:
    return Type::optional(readType(proto.optional_type().elem_type()));
  case onnx::TypeProto::kMapType:
    return readMap(proto.map_type());
  case onnx::TypeProto::kOpaqueType:
  case onnx::TypeProto::VALUE_NOT_SET:
    break;
  }
  return {};
}

static std::string problemOf(const onnx::TensorShapeProto &shape) {
  std::vector<int64_t> sizes;
  for (const auto &dim : shape.dim()) {
    if (!dim.has_dim_value())
      continue;
    if (dim.dim_value() < -1)
      return "has the dimension " + std::to_string(dim.dim_value());
    if (dim.dim_value() >= 0)
      sizes.push_back(dim.dim_value());
  }
  // No element is wider than 16 bytes.
  sizes.push_back(16);
  return checkedProduct(sizes) ? "" : "has more elements than can be counted";
}

static std::string problemOf(const onnx::TypeProto &proto, unsigned depth) {
  if (depth >= maxNesting)
    return "is nested too deeply";
  switch (proto.value_case()) {
  case onnx::TypeProto::kTensorType:
    return problemOf(proto.tensor_type().shape());
  case onnx::TypeProto::kSparseTensorType:
    return problemOf(proto.sparse_tensor_type().shape());
  case onnx::TypeProto::kSequenceType:
    return problemOf(proto.sequence_type().elem_type(), depth + 1);
  case onnx::TypeProto::kOptionalType:
    return problemOf(proto.optional_type().elem_type(), depth + 1);
  case onnx::TypeProto::kMapType:
    return problemOf(proto.map_type().value_type(), depth + 1);
  case onnx::TypeProto::kOpaqueType:
  case onnx::TypeProto::VALUE_NOT_SET:
    break;
  }
  return {};
}

std::string problemOf(const onnx::TypeProto &proto) { return problemOf(proto, 0); }

static void writeDims(const Dims &dims, onnx::TensorShapeProto &shape) {
  for (const Dim &dim : dims) {
    auto *out = shape.add_dim();
    if (dim.isStatic())
      out->set_dim_value(dim.size());
    else if (dim.isSymbol())
      out->set_dim_param(dim.symbolName());
  }
}

void writeType(const Type &type, onnx::TypeProto &proto) {
  proto.Clear();
  switch (type.kind()) {
  case Type::Kind::Unknown:
  case Type::Kind::None:
    return;
  case Type::Kind::Tensor: {
    auto *tensor = proto.mutable_tensor_type();
    tensor->set_elem_type(elementTypeOf(type.dtype()).number);
    if (type.isRanked())
      writeDims(type.dims(), *tensor->mutable_shape());
    return;
  }
  case Type::Kind::SparseTensor: {
    auto *tensor = proto.mutable_sparse_tensor_type();
    tensor->set_elem_type(elementTypeOf(type.dtype()).number);
    writeDims(type.dims(), *tensor->mutable_shape());
    return;
  }
  case Type::Kind::Sequence:
    return writeType(type.inner(), *proto.mutable_sequence_type()->mutable_elem_type());
  case Type::Kind::Optional:
    return writeType(type.inner(), *proto.mutable_optional_type()->mutable_elem_type());
  case Type::Kind::Map:
    proto.mutable_map_type()->set_key_type(elementTypeOf(type.dtype()).number);
    return writeType(type.inner(), *proto.mutable_map_type()->mutable_value_type());
  }
}

bool isPlain(const onnx::TypeProto &proto) {
  onnx::TypeProto again;
  writeType(readType(proto), again);
  return again.SerializeAsString() == proto.SerializeAsString();
}

} // namespace fixcon
