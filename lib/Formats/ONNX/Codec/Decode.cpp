// Counts are compared with dims before memory is taken. Spellings that are not unique (padding
// bits, booleans other than 0 and 1, entries of int32_data) are encoded again: if that gives
// something else, the file's own stays in the residue, good for exactly this content.
#include "Decode.h"

#include "ElementTypes.h"
#include "Encode.h"

#include "fixcon/Support/CheckedMath.h"

#include "residue.pb.h"

#include <bit>
#include <cstring>

namespace fixcon {
static_assert(std::endian::native == std::endian::little, "raw_data is little-endian");

namespace {

/// One tensor on its way.
class Decoder {
public:
  Decoder(onnx::TensorProto &proto, ExternalSource *external, const TensorPlace &place,
          onnx::TensorResidue &residue)
      : proto(proto), external(external), place(place), residue(residue) {}

  FailureOr<Tensor> run();

private:
  LogicalResult readHeader();
  LogicalResult findField();
  FailureOr<Tensor> elements();
  FailureOr<Tensor> empty();
  FailureOr<Tensor> fromRaw(RawData data, bool inside);
  FailureOr<Tensor> fromExternal();
  template <class T> FailureOr<Tensor> copied(const google::protobuf::RepeatedField<T> &from);
  FailureOr<Tensor> fromInt32s();
  FailureOr<Tensor> fromUint64s();
  FailureOr<Tensor> fromStrings();
  LogicalResult expectCount(int64_t found, int64_t expected, const char *unit);
  void keepVerbatim(const Tensor &tensor);
  void leaveRest();
  bool isPacked() const { return type->bits < 8; }
  int64_t packedBytes() const {
    return (count / 8) * type->bits + (count % 8 * type->bits + 7) / 8;
  }

  onnx::TensorProto &proto;
  ExternalSource *external;
  const TensorPlace &place;
  onnx::TensorResidue &residue;
  const ElementType *type = nullptr;
  Shape shape;
  int64_t count = 0;
  DataField field = DataField::None;
  bool verbatim = false;
};

LogicalResult Decoder::readHeader() {
  type = elementTypeByNumber(proto.data_type());
  if (!type)
    return place.error() << "has the unsupported element type " << proto.data_type();
  shape.assign(proto.dims().begin(), proto.dims().end());
  for (int64_t dim : shape)
    if (dim < 0)
      return place.error() << "has the dimension " << dim;
  if (!storageSize(type->dtype, shape))
    return place.error() << "has more elements than can be counted: " << str(shape);
  count = *elementCount(shape);
  return success();
}

LogicalResult Decoder::findField() {
  const std::pair<DataField, int> sizes[] = {{DataField::Raw, proto.raw_data().empty() ? 0 : 1},
                                             {DataField::Floats, proto.float_data_size()},
                                             {DataField::Int32s, proto.int32_data_size()},
                                             {DataField::Strings, proto.string_data_size()},
                                             {DataField::Int64s, proto.int64_data_size()},
                                             {DataField::Doubles, proto.double_data_size()},
                                             {DataField::Uint64s, proto.uint64_data_size()}};
  for (const auto &[candidate, size] : sizes) {
    if (size == 0)
      continue;
    if (field != DataField::None)
      return place.error() << "has elements in both " << nameOf(field) << " and "
                           << nameOf(candidate);
    field = candidate;
  }
  if (field != DataField::None && proto.data_location() == onnx::TensorProto::EXTERNAL)
    return place.error() << "has elements both in " << nameOf(field) << " and in another file";
  if (field != DataField::None && field != DataField::Raw && field != type->field)
    return place.error() << "has its elements in " << nameOf(field) << ", which holds no "
                         << name(type->dtype);
  return success();
}

LogicalResult Decoder::expectCount(int64_t found, int64_t expected, const char *unit) {
  if (found == expected)
    return success();
  return place.error() << "of " << name(type->dtype) << " " << str(shape) << " needs " << expected
                       << " " << unit << " of data, but has " << found;
}

/// A spelling that export would not choose: the original stays, good for exactly this content.
void Decoder::keepVerbatim(const Tensor &tensor) {
  verbatim = true;
  residue.set_content(tensor.hash().str());
}

static Tensor unpacked(const ElementType &type, const Shape &shape,
                       std::span<const std::byte> packed) {
  Tensor out(type.dtype, shape);
  auto into = out.mutableBytes();
  const unsigned mask = (1u << type.bits) - 1, sign = 1u << (type.bits - 1);
  const bool isSigned = classOf(type.dtype) == DTypeClass::Signed;
  for (size_t i = 0; i < into.size(); ++i) {
    size_t bit = i * type.bits;
    unsigned value = (std::to_integer<unsigned>(packed[bit / 8]) >> (bit % 8)) & mask;
    // Two's complement: a set sign bit is worth -2^(bits-1).
    into[i] = static_cast<std::byte>(isSigned ? (value ^ sign) - sign : value);
  }
  return out;
}

static bool sameBytes(std::span<const std::byte> a, std::span<const std::byte> b) {
  return a.size() == b.size() && (a.empty() || std::memcmp(a.data(), b.data(), a.size()) == 0);
}

static Tensor normalisedBools(const Shape &shape, std::span<const std::byte> bytes) {
  Tensor out(DType::Bool, shape);
  auto into = out.mutableBytes();
  for (size_t i = 0; i < into.size(); ++i)
    into[i] = std::byte(bytes[i] != std::byte(0));
  return out;
}

FailureOr<Tensor> Decoder::fromRaw(RawData data, bool inside) {
  if (type->field == DataField::Strings)
    return place.error() << "of strings has raw data";
  if (failed(expectCount(static_cast<int64_t>(data.bytes.size()), packedBytes(), "bytes")))
    return failure();
  if (!isPacked() && type->dtype != DType::Bool) {
    if (inside) {
      auto text = std::shared_ptr<const std::string>(proto.release_raw_data());
      data = {std::as_bytes(std::span(*text)), text};
    }
    return Tensor::view(type->dtype, shape, data.bytes, data.owner);
  }
  Tensor out = isPacked() ? unpacked(*type, shape, data.bytes) : normalisedBools(shape, data.bytes);
  if (inside && !sameBytes(rawDataOf(out).bytes, data.bytes))
    keepVerbatim(out);
  return out;
}

FailureOr<Tensor> Decoder::fromExternal() {
  if (!external)
    return place.error() << "lies in another file, which is not possible here";
  if (type->field == DataField::Strings)
    return place.error() << "of strings lies in another file";
  auto data = external->find(proto, packedBytes(), place);
  if (failed(data))
    return failure();
  auto out = fromRaw(*data, /*inside=*/false);
  // A checksum outlives the round trip only with the content that it belongs to.
  for (const auto &entry : proto.external_data())
    if (succeeded(out) && entry.key() == "checksum")
      residue.set_checked(out->hash().str());
  return out;
}

template <class T>
FailureOr<Tensor> Decoder::copied(const google::protobuf::RepeatedField<T> &from) {
  size_t size = static_cast<size_t>(from.size()) * sizeof(T);
  if (failed(expectCount(from.size(), count * static_cast<int64_t>(type->bits / 8 / sizeof(T)),
                         "entries")))
    return failure();
  Tensor out(type->dtype, shape);
  std::memcpy(out.mutableBytes().data(), from.data(), size);
  return out;
}

/// Narrow elements, one an entry, or as the bytes of their packed form.
FailureOr<Tensor> Decoder::fromInt32s() {
  if (type->bits == 32)
    return copied(proto.int32_data());
  if (failed(expectCount(proto.int32_data_size(), isPacked() ? packedBytes() : count, "entries")))
    return failure();
  const unsigned bits = std::max(type->bits, 8u);
  std::vector<std::byte> bytes;
  bytes.reserve(static_cast<size_t>(proto.int32_data_size()) * bits / 8);
  for (int32_t value : proto.int32_data()) {
    if (value < -(1 << (bits - 1)) || value >= (1 << bits))
      return place.error() << "of " << name(type->dtype) << " has the entry " << value
                           << " in int32_data";
    for (unsigned shift = 0; shift < bits; shift += 8)
      bytes.push_back(static_cast<std::byte>(static_cast<uint32_t>(value) >> shift));
  }
  Tensor out;
  if (isPacked())
    out = unpacked(*type, shape, bytes);
  else if (type->dtype == DType::Bool)
    out = normalisedBools(shape, bytes);
  else {
    out = Tensor(type->dtype, shape);
    std::memcpy(out.mutableBytes().data(), bytes.data(), bytes.size());
  }
  onnx::TensorProto again;
  putElements(out, field, again);
  if (!std::equal(again.int32_data().begin(), again.int32_data().end(), proto.int32_data().begin()))
    keepVerbatim(out);
  return out;
}

FailureOr<Tensor> Decoder::fromUint64s() {
  if (type->bits == 64)
    return copied(proto.uint64_data());
  if (failed(expectCount(proto.uint64_data_size(), count, "entries")))
    return failure();
  Tensor out(type->dtype, shape);
  auto into = out.mutableData<uint32_t>();
  for (int i = 0; i < proto.uint64_data_size(); ++i) {
    if (proto.uint64_data(i) > UINT32_MAX)
      return place.error() << "of u32 has the entry " << proto.uint64_data(i) << " in uint64_data";
    into[static_cast<size_t>(i)] = static_cast<uint32_t>(proto.uint64_data(i));
  }
  return out;
}

FailureOr<Tensor> Decoder::fromStrings() {
  if (failed(expectCount(proto.string_data_size(), count, "entries")))
    return failure();
  std::vector<std::string> values;
  values.reserve(static_cast<size_t>(count));
  for (std::string &text : *proto.mutable_string_data())
    values.push_back(std::move(text));
  return Tensor::strings(shape, std::move(values));
}

FailureOr<Tensor> Decoder::empty() {
  if (count != 0)
    return place.error() << "of " << name(type->dtype) << " " << str(shape) << " has no data";
  return Tensor(type->dtype, shape);
}

FailureOr<Tensor> Decoder::elements() {
  if (proto.data_location() == onnx::TensorProto::EXTERNAL)
    return fromExternal();
  switch (field) {
  case DataField::None:
    return empty();
  case DataField::Raw:
    return fromRaw({std::as_bytes(std::span(proto.raw_data())), nullptr}, /*inside=*/true);
  case DataField::Floats:
    return copied(proto.float_data());
  case DataField::Doubles:
    return copied(proto.double_data());
  case DataField::Int64s:
    return copied(proto.int64_data());
  case DataField::Int32s:
    return fromInt32s();
  case DataField::Uint64s:
    return fromUint64s();
  case DataField::Strings:
    return fromStrings();
  }
  return failure();
}

void Decoder::leaveRest() {
  if (!verbatim) {
    proto.clear_dims();
    proto.clear_data_type();
    clearTypedElements(proto);
    if (field == DataField::Raw)
      proto.clear_raw_data();
  }
  bool usual = field == DataField::Raw || proto.data_location() == onnx::TensorProto::EXTERNAL;
  if (!usual && type->field != DataField::Strings)
    residue.set_field(static_cast<int>(field));
  if (proto.ByteSizeLong())
    residue.mutable_rest()->Swap(&proto);
}

FailureOr<Tensor> Decoder::run() {
  if (failed(readHeader()) || failed(findField()))
    return failure();
  auto out = elements();
  if (succeeded(out))
    leaveRest();
  return out;
}

} // namespace

FailureOr<Tensor> decodeTensor(onnx::TensorProto &proto, ExternalSource *external,
                               const TensorPlace &place, onnx::TensorResidue &residue) {
  return Decoder(proto, external, place, residue).run();
}

} // namespace fixcon
