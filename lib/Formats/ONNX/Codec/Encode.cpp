// Elements go back to the field that they came from. A spelling that this file would not choose is
// in the residue, with the hash of the content that it is good for. Elements narrower than a byte
// are packed lowest bits first; in int32_data, i8 and i16 stand with their sign, all others as
// their bits.
#include "Encode.h"

#include "ElementTypes.h"

#include "residue.pb.h"

#include <cstring>

namespace fixcon {

int64_t rawSizeOf(const Tensor &tensor) {
  unsigned bits = elementTypeOf(tensor.dtype()).bits;
  return (tensor.size() / 8) * bits + (tensor.size() % 8 * bits + 7) / 8;
}

RawData rawDataOf(const Tensor &tensor) {
  const unsigned bits = elementTypeOf(tensor.dtype()).bits;
  auto keep = std::make_shared<const Tensor>(tensor);
  auto bytes = keep->bytes();
  if (bits >= 8)
    return {bytes, std::move(keep)};
  auto packed = std::make_shared<std::vector<std::byte>>(static_cast<size_t>(rawSizeOf(tensor)));
  const auto mask = static_cast<std::byte>((1u << bits) - 1);
  for (size_t i = 0; i < bytes.size(); ++i)
    (*packed)[i * bits / 8] |= (bytes[i] & mask) << (i * bits % 8);
  return {*packed, packed};
}

template <class T>
static void append(std::span<const std::byte> bytes, google::protobuf::RepeatedField<T> &to) {
  to.Resize(static_cast<int>(bytes.size() / sizeof(T)), T());
  if (!bytes.empty())
    std::memcpy(to.mutable_data(), bytes.data(), bytes.size());
}

static void appendInt32s(const Tensor &tensor, google::protobuf::RepeatedField<int32_t> &to) {
  const ElementType &type = elementTypeOf(tensor.dtype());
  if (type.bits == 32)
    return append(tensor.bytes(), to);
  RawData raw = rawDataOf(tensor);
  const bool isSigned = classOf(tensor.dtype()) == DTypeClass::Signed;
  const size_t width = type.bits == 16 ? 2 : 1;
  for (size_t i = 0; i < raw.bytes.size(); i += width) {
    auto value = std::to_integer<int32_t>(raw.bytes[i]);
    if (width == 2) {
      value |= std::to_integer<int32_t>(raw.bytes[i + 1]) << 8;
      to.Add(isSigned ? static_cast<int16_t>(value) : value);
    } else
      to.Add(isSigned && type.bits == 8 ? static_cast<int8_t>(value) : value);
  }
}

void putElements(const Tensor &tensor, DataField field, onnx::TensorProto &proto) {
  switch (field) {
  case DataField::None:
    return;
  case DataField::Raw: {
    RawData raw = rawDataOf(tensor);
    proto.set_raw_data(raw.bytes.data(), raw.bytes.size());
    return;
  }
  case DataField::Floats:
    return append(tensor.bytes(), *proto.mutable_float_data());
  case DataField::Doubles:
    return append(tensor.bytes(), *proto.mutable_double_data());
  case DataField::Int64s:
    return append(tensor.bytes(), *proto.mutable_int64_data());
  case DataField::Int32s:
    return appendInt32s(tensor, *proto.mutable_int32_data());
  case DataField::Uint64s:
    if (tensor.dtype() == DType::U64)
      return append(tensor.bytes(), *proto.mutable_uint64_data());
    for (uint32_t value : tensor.data<uint32_t>())
      proto.add_uint64_data(value);
    return;
  case DataField::Strings:
    for (const std::string &text : tensor.strings())
      proto.add_string_data(text);
    return;
  }
}

static void clearElements(onnx::TensorProto &proto) {
  clearTypedElements(proto);
  proto.clear_raw_data();
}

/// Where the elements go. Field 0 is that of a tensor that had no elements.
static DataField chosenField(const Tensor &tensor, const onnx::TensorResidue &residue) {
  DataField own = elementTypeOf(tensor.dtype()).field;
  if (own == DataField::Strings || !residue.has_field())
    return own == DataField::Strings ? own : DataField::Raw;
  auto before = static_cast<DataField>(residue.field());
  if (before == own || (before == DataField::None && tensor.size() == 0))
    return before;
  return DataField::Raw;
}

static void stayInside(onnx::TensorProto &proto) {
  if (proto.data_location() != onnx::TensorProto::EXTERNAL)
    return;
  proto.clear_data_location();
  proto.clear_external_data();
}

static void dropChecksum(const Tensor &tensor, const onnx::TensorResidue &residue,
                         onnx::TensorProto &proto) {
  if (residue.has_checked() && residue.checked() == tensor.hash().str())
    return;
  for (int i = proto.external_data_size(); i-- > 0;)
    if (proto.external_data(i).key() == "checksum")
      proto.mutable_external_data()->DeleteSubrange(i, 1);
}

void encodeTensor(const Tensor &tensor, const onnx::TensorResidue &residue, ExternalSink *sink,
                  onnx::TensorProto &proto) {
  proto = residue.rest();
  if (residue.has_content()) {
    if (residue.content() == tensor.hash().str())
      return;
    clearElements(proto);
  }
  proto.mutable_dims()->Assign(tensor.shape().begin(), tensor.shape().end());
  proto.set_data_type(elementTypeOf(tensor.dtype()).number);
  if (sink && !tensor.isString() && sink->wants(proto, static_cast<size_t>(rawSizeOf(tensor)))) {
    dropChecksum(tensor, residue, proto);
    clearElements(proto);
    sink->put(proto, rawDataOf(tensor));
    return;
  }
  stayInside(proto);
  putElements(tensor, chosenField(tensor, residue), proto);
}

} // namespace fixcon
