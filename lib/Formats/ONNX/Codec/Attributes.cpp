// Files before IR version 2 do not say an attribute's kind: it is that of the only field with a
// value. Floats are doubles in the IR, which holds each f32 exactly; booleans are integers in ONNX.
#include "Attributes.h"

#include "Types.h"

#include "onnx.pb.h"

namespace fixcon {

using Kind = onnx::AttributeProto;

/// The kinds whose fields have a value.
static std::vector<int> populated(const onnx::AttributeProto &proto) {
  const std::pair<bool, int> fields[] = {{proto.has_f(), Kind::FLOAT},
                                         {proto.has_i(), Kind::INT},
                                         {proto.has_s(), Kind::STRING},
                                         {proto.has_t(), Kind::TENSOR},
                                         {proto.has_g(), Kind::GRAPH},
                                         {proto.floats_size() > 0, Kind::FLOATS},
                                         {proto.ints_size() > 0, Kind::INTS},
                                         {proto.strings_size() > 0, Kind::STRINGS},
                                         {proto.tensors_size() > 0, Kind::TENSORS},
                                         {proto.graphs_size() > 0, Kind::GRAPHS},
                                         {proto.has_sparse_tensor(), Kind::SPARSE_TENSOR},
                                         {proto.sparse_tensors_size() > 0, Kind::SPARSE_TENSORS},
                                         {proto.has_tp(), Kind::TYPE_PROTO},
                                         {proto.type_protos_size() > 0, Kind::TYPE_PROTOS}};
  std::vector<int> kinds;
  for (const auto &[present, kind] : fields)
    if (present)
      kinds.push_back(kind);
  return kinds;
}

int kindOf(const onnx::AttributeProto &proto) {
  if (proto.type() != Kind::UNDEFINED)
    return proto.type();
  std::vector<int> kinds = populated(proto);
  return kinds.size() == 1 ? kinds[0] : 0;
}

static Attribute readTypes(const onnx::AttributeProto &proto) {
  std::vector<Type> types;
  for (const auto &type : proto.type_protos())
    types.push_back(readType(type));
  return types;
}

std::optional<Attribute> readPlain(const onnx::AttributeProto &proto) {
  switch (kindOf(proto)) {
  case Kind::FLOAT:
    return static_cast<double>(proto.f());
  case Kind::INT:
    return proto.i();
  case Kind::STRING:
    return proto.s();
  case Kind::FLOATS:
    return Attribute::Floats(proto.floats().begin(), proto.floats().end());
  case Kind::INTS:
    return Attribute::Ints(proto.ints().begin(), proto.ints().end());
  case Kind::STRINGS:
    return Attribute::Strings(proto.strings().begin(), proto.strings().end());
  case Kind::TYPE_PROTO:
    return readType(proto.tp());
  case Kind::TYPE_PROTOS:
    return readTypes(proto);
  default:
    return std::nullopt;
  }
}

namespace {

/// One overload for each alternative that has a plain spelling.
struct PlainWriter {
  onnx::AttributeProto &out;

  bool kind(Kind::AttributeType type) {
    out.set_type(type);
    return true;
  }
  bool operator()(bool value) { return (*this)(static_cast<int64_t>(value)); }
  bool operator()(int64_t value) {
    out.set_i(value);
    return kind(Kind::INT);
  }
  bool operator()(double value) {
    out.set_f(static_cast<float>(value));
    return kind(Kind::FLOAT);
  }
  bool operator()(const std::string &value) {
    out.set_s(value);
    return kind(Kind::STRING);
  }
  bool operator()(const Bytes &value) { return (*this)(value.data); }
  bool operator()(const Attribute::Ints &values) {
    out.mutable_ints()->Assign(values.begin(), values.end());
    return kind(Kind::INTS);
  }
  bool operator()(const Attribute::Floats &values) {
    for (double value : values)
      out.add_floats(static_cast<float>(value));
    return kind(Kind::FLOATS);
  }
  bool operator()(const Attribute::Strings &values) {
    out.mutable_strings()->Assign(values.begin(), values.end());
    return kind(Kind::STRINGS);
  }
  bool operator()(const Type &value) {
    writeType(value, *out.mutable_tp());
    return kind(Kind::TYPE_PROTO);
  }
  bool operator()(const std::vector<Type> &values) {
    for (const Type &value : values)
      writeType(value, *out.add_type_protos());
    return kind(Kind::TYPE_PROTOS);
  }
  bool operator()(const auto &) { return false; }
};

} // namespace

bool writePlain(const Attribute &attribute, onnx::AttributeProto &proto) {
  clearValue(proto);
  return std::visit(PlainWriter{proto}, attribute.value());
}

bool hasValue(const onnx::AttributeProto &proto) {
  return proto.has_type() || !populated(proto).empty();
}

void clearValue(onnx::AttributeProto &proto) {
  proto.clear_type();
  proto.clear_f();
  proto.clear_i();
  proto.clear_s();
  proto.clear_t();
  proto.clear_g();
  proto.clear_floats();
  proto.clear_ints();
  proto.clear_strings();
  proto.clear_tensors();
  proto.clear_graphs();
  proto.clear_sparse_tensor();
  proto.clear_sparse_tensors();
  proto.clear_tp();
  proto.clear_type_protos();
}

} // namespace fixcon
