// Files that hold one value of any type, as sample inputs and outputs do. The elements are read
// along the declared type, so nesting is as bounded as that of types is.
#include "fixcon/Formats/ONNX/Import.h"

#include "ExternalData.h"
#include "ONNX/Codec/Residue.h"

#include "residue.pb.h"

namespace fixcon {

namespace {

/// The alternatives of SequenceProto.DataType and OptionalProto.DataType that are read.
enum ElementKind { nothing = 0, tensors = 1, sequences = 3, optionals = 5 };

class DatumReader {
public:
  DatumReader(const std::string &path, Diagnostics &diags)
      : diags(diags), where(Location::inFile(path)), external(path) {}

  template <class Message> FailureOr<Datum> readFile(const MappedFile &file, const Type &type) {
    Message message;
    if (!parseMessage(file.bytes(), message))
      return error() << "is not " << type.str() << " in ONNX's form, or is damaged";
    return read(message, type);
  }

private:
  DiagnosticBuilder error() { return diags.error(where); }
  FailureOr<Datum> read(onnx::TensorProto &proto, const Type &type);
  FailureOr<Datum> read(onnx::SequenceProto &proto, const Type &type);
  FailureOr<Datum> read(onnx::OptionalProto &proto, const Type &type);
  template <class Protos>
  FailureOr<std::vector<Datum>> readAll(Protos &protos, const Type &type, int kind, int expected);

  Diagnostics &diags;
  Location where;
  ExternalData external;
};

FailureOr<Datum> DatumReader::read(onnx::TensorProto &proto, const Type &) {
  onnx::TensorResidue unused;
  auto tensor = decodeTensor(proto, &external, {diags, where, "a tensor"}, unused);
  if (failed(tensor))
    return failure();
  return Datum(std::move(*tensor));
}

template <class Protos>
FailureOr<std::vector<Datum>> DatumReader::readAll(Protos &protos, const Type &type, int kind,
                                                   int expected) {
  if (kind != nothing && kind != expected)
    return error() << "holds elements of the kind " << kind << ", " << type.str() << " is declared";
  std::vector<Datum> elements;
  for (auto &proto : protos) {
    auto datum = read(proto, type);
    if (failed(datum))
      return failure();
    elements.push_back(std::move(*datum));
  }
  return elements;
}

FailureOr<Datum> DatumReader::read(onnx::SequenceProto &proto, const Type &type) {
  const Type &inner = type.inner();
  auto elements = [&]() -> FailureOr<std::vector<Datum>> {
    switch (inner.kind()) {
    case Type::Kind::Tensor:
      return readAll(*proto.mutable_tensor_values(), inner, proto.elem_type(), tensors);
    case Type::Kind::Sequence:
      return readAll(*proto.mutable_sequence_values(), inner, proto.elem_type(), sequences);
    case Type::Kind::Optional:
      return readAll(*proto.mutable_optional_values(), inner, proto.elem_type(), optionals);
    default:
      return error() << "values of " << type.str() << " cannot be read";
    }
  }();
  if (failed(elements))
    return failure();
  return Datum::sequence(inner, std::move(*elements));
}

FailureOr<Datum> DatumReader::read(onnx::OptionalProto &proto, const Type &type) {
  const Type &inner = type.inner();
  bool there = proto.has_tensor_value() || proto.has_sequence_value() || proto.has_optional_value();
  if (!there)
    return Datum::absent(inner);
  auto content = [&]() -> FailureOr<Datum> {
    if (inner.isTensor() && proto.has_tensor_value())
      return read(*proto.mutable_tensor_value(), inner);
    if (inner.kind() == Type::Kind::Sequence && proto.has_sequence_value())
      return read(*proto.mutable_sequence_value(), inner);
    if (inner.kind() == Type::Kind::Optional && proto.has_optional_value())
      return read(*proto.mutable_optional_value(), inner);
    return error() << "holds something else than " << inner.str();
  }();
  if (failed(content))
    return failure();
  return Datum::present(inner, std::move(*content));
}

} // namespace

FailureOr<Datum> readDatumProto(const std::string &path, const Type &type, Diagnostics &diags) {
  auto file = MappedFile::open(path, diags);
  if (failed(file))
    return failure();
  DatumReader reader(path, diags);
  switch (type.kind()) {
  case Type::Kind::Sequence:
    return reader.readFile<onnx::SequenceProto>(**file, type);
  case Type::Kind::Optional:
    return reader.readFile<onnx::OptionalProto>(**file, type);
  default:
    return reader.readFile<onnx::TensorProto>(**file, type);
  }
}

} // namespace fixcon
