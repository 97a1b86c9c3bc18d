// Nodes become ops: names, operands, results and attributes; the rest is residue.
#include "GraphReader.h"

#include "ONNX/Codec/Attributes.h"
#include "ONNX/Codec/Residue.h"
#include "ONNX/Codec/Sparse.h"
#include "ONNX/Codec/Types.h"

#include "residue.pb.h"

namespace fixcon {
namespace {

using Kind = onnx::AttributeProto;

/// More than any operator has; bounds the search for equal names.
constexpr int maxAttributes = 4096;

/// What an attribute's message says beyond the attribute of the op, if anything.
using Rest = std::optional<onnx::AttributeResidue>;

class AttributeReader {
public:
  AttributeReader(GraphPlace &place, Op &op, onnx::AttributeProto &proto)
      : place(place), op(op), proto(proto) {}

  FailureOr<Rest> run();

private:
  FailureOr<Attribute> structured(int kind);
  FailureOr<Attribute> reference();
  FailureOr<Tensor> tensor(onnx::TensorProto &from);
  FailureOr<Tensor> sparse(onnx::SparseTensorProto &from);
  FailureOr<RegionRef> region(onnx::GraphProto &from);
  Rest takeRest(int kind);
  LogicalResult checkTypes() const;
  DiagnosticBuilder error() const {
    return op.emitError() << "attribute '" << proto.name() << "' ";
  }
  TensorPlace tensorPlace() const {
    return {op.module().diagnostics(), op.location(), "attribute '" + proto.name() + "'"};
  }

  GraphPlace &place;
  Op &op;
  onnx::AttributeProto &proto;
  onnx::AttributeResidue residue;
};

FailureOr<Tensor> AttributeReader::tensor(onnx::TensorProto &from) {
  return decodeTensor(from, &place.context.external, tensorPlace(), *residue.add_tensor());
}

FailureOr<Tensor> AttributeReader::sparse(onnx::SparseTensorProto &from) {
  return decodeSparse(from, &place.context.external, tensorPlace(), place.context.denseBudget,
                      *residue.add_tensor());
}

FailureOr<RegionRef> AttributeReader::region(onnx::GraphProto &from) {
  Graph &nested = op.addRegion();
  nested.setDialect("onnx");
  if (!from.name().empty()) {
    nested.setName(from.name());
    from.clear_name();
  }
  Scope scope(&place.scope);
  GraphPlace inner{place.context, nested, scope, place.depth + 1, place.function, {}};
  onnx::GraphResidue rest;
  if (failed(readGraph(inner, from, rest)))
    return failure();
  storeResidue(rest, nested.attrs());
  return RegionRef{op.numRegions() - 1};
}

/// A parameter of the function whose body this is.
FailureOr<Attribute> AttributeReader::reference() {
  if (!place.function)
    return error() << "refers to '" << proto.ref_attr_name()
                   << "' of a function, but stands in none";
  SymbolRef ref{place.function->name(), proto.ref_attr_name()};
  proto.clear_ref_attr_name();
  return Attribute(std::move(ref));
}

template <class T, class From, class Read> FailureOr<Attribute> each(From &list, Read &&read) {
  std::vector<T> out;
  for (auto &from : list) {
    auto one = read(from);
    if (failed(one))
      return failure();
    out.push_back(std::move(*one));
  }
  return Attribute(std::move(out));
}

template <class T> FailureOr<Attribute> one(FailureOr<T> value) {
  return failed(value) ? FailureOr<Attribute>(failure()) : FailureOr<Attribute>(Attribute(*value));
}

FailureOr<Attribute> AttributeReader::structured(int kind) {
  auto asTensor = [&](auto &from) { return tensor(from); };
  auto asSparse = [&](auto &from) { return sparse(from); };
  auto asRegion = [&](auto &from) { return region(from); };
  switch (kind) {
  case Kind::TENSOR:
    if (proto.has_t())
      return one(tensor(*proto.mutable_t()));
    break;
  case Kind::SPARSE_TENSOR:
    if (proto.has_sparse_tensor())
      return one(sparse(*proto.mutable_sparse_tensor()));
    break;
  case Kind::GRAPH:
    if (proto.has_g())
      return one(region(*proto.mutable_g()));
    break;
  case Kind::TENSORS:
    return each<Tensor>(*proto.mutable_tensors(), asTensor);
  case Kind::SPARSE_TENSORS:
    return each<Tensor>(*proto.mutable_sparse_tensors(), asSparse);
  case Kind::GRAPHS:
    return each<RegionRef>(*proto.mutable_graphs(), asRegion);
  default:
    break;
  }
  return error() << "has no value";
}

void clearStructured(int kind, onnx::AttributeProto &proto) {
  switch (kind) {
  case Kind::TENSOR:
    return proto.clear_t();
  case Kind::GRAPH:
    return proto.clear_g();
  case Kind::TENSORS:
    return proto.clear_tensors();
  case Kind::GRAPHS:
    return proto.clear_graphs();
  case Kind::SPARSE_TENSOR:
    return proto.clear_sparse_tensor();
  case Kind::SPARSE_TENSORS:
    return proto.clear_sparse_tensors();
  default:
    return;
  }
}

/// Takes out of the message what the op has now.
Rest AttributeReader::takeRest(int kind) {
  clearStructured(kind, proto);
  if (!proto.has_type())
    residue.set_untyped(true);
  // Of an empty list, only the type tells that it is one of sparse tensors.
  bool emptySparse = kind == Kind::SPARSE_TENSORS && residue.tensor().empty();
  if (kind && proto.type() == kind && !emptySparse)
    proto.clear_type();
  if (kind && !proto.has_type() && hasValue(proto))
    residue.set_beside(true);
  std::string name = proto.name();
  proto.clear_name();
  bool isLeft = residue.untyped() || proto.ByteSizeLong();
  for (const auto &tensor : residue.tensor())
    isLeft |= tensor.ByteSizeLong() > 0;
  if (!isLeft)
    return std::nullopt;
  proto.set_name(name);
  residue.mutable_rest()->Swap(&proto);
  return std::move(residue);
}

LogicalResult AttributeReader::checkTypes() const {
  std::string problem = problemOf(proto.tp());
  for (const auto &type : proto.type_protos())
    if (problem.empty())
      problem = problemOf(type);
  if (problem.empty())
    return success();
  return error() << "is a type that " << problem;
}

FailureOr<Rest> AttributeReader::run() {
  if (failed(checkTypes()))
    return failure();
  bool refers = !proto.ref_attr_name().empty();
  if (std::optional<Attribute> plain = refers ? std::nullopt : readPlain(proto)) {
    Rest rest = restOfPlain(*plain, proto);
    op.attrs().set(proto.name(), std::move(*plain));
    return rest;
  }
  int kind = refers ? 0 : kindOf(proto);
  std::string name = proto.name();
  auto value = refers ? reference() : structured(kind);
  if (failed(value))
    return failure();
  op.attrs().set(name, std::move(*value));
  return takeRest(kind);
}

class NodeReader {
public:
  NodeReader(GraphPlace &place, onnx::NodeProto &node, int index)
      : place(place), node(node), where(Location::atNode(place.context.path, node.name(), index)) {}

  LogicalResult run();

private:
  FailureOr<std::vector<Value *>> operands() const;
  void addResults(Op &op) const;
  LogicalResult readAttributes(Op &op, onnx::NodeResidue &residue);
  LogicalResult checkName(const Op &op, const std::string &name) const;
  void leaveRest(onnx::NodeResidue &residue);
  DiagnosticBuilder error() const { return place.context.diags().error(where); }

  GraphPlace &place;
  onnx::NodeProto &node;
  Location where;
};

FailureOr<std::vector<Value *>> NodeReader::operands() const {
  std::vector<Value *> out;
  for (const std::string &input : node.input()) {
    Value *value = input.empty() ? nullptr : place.scope.find(input);
    if (!value && !input.empty())
      return error() << "nothing produces the input '" << input << "' of " << node.op_type();
    out.push_back(value);
  }
  return out;
}

void NodeReader::addResults(Op &op) const {
  for (const std::string &output : node.output()) {
    if (output.empty()) {
      op.addResult(Type::none(), "");
      continue;
    }
    Value *result = op.addResult(place.types.of(output), place.scope.nameFor(output));
    place.scope.bind(output, result);
  }
}

LogicalResult NodeReader::checkName(const Op &op, const std::string &name) const {
  if (name.empty())
    return error() << "an attribute has no name";
  if (isReserved(name))
    return error() << "attribute '" << name << "' has a name that no operator's attribute can have";
  if (op.attrs().find(name))
    return error() << "there are two attributes '" << name << "'";
  return success();
}

LogicalResult NodeReader::readAttributes(Op &op, onnx::NodeResidue &residue) {
  if (node.attribute_size() > maxAttributes)
    return error() << "has " << node.attribute_size() << " attributes, more than any operator";
  for (auto &attribute : *node.mutable_attribute()) {
    if (failed(checkName(op, attribute.name())))
      return failure();
    auto rest = AttributeReader(place, op, attribute).run();
    if (failed(rest))
      return failure();
    if (*rest)
      residue.add_attribute()->Swap(&**rest);
  }
  return success();
}

void NodeReader::leaveRest(onnx::NodeResidue &residue) {
  node.clear_input();
  node.clear_output();
  node.clear_attribute();
  if (!node.overload().empty())
    node.clear_overload();
  if (!node.name().empty())
    node.clear_name();
  // A type or domain that cannot be told from the op's name stays.
  bool defaultDomain = node.domain().empty();
  bool usual =
      defaultDomain ? node.has_domain() == place.context.emptyDomains : node.domain() != "ai.onnx";
  if (usual && node.op_type().find('.') == std::string::npos) {
    node.clear_op_type();
    node.clear_domain();
  }
  if (node.ByteSizeLong())
    residue.mutable_rest()->Swap(&node);
}

LogicalResult NodeReader::run() {
  if (node.op_type().empty())
    return error() << "the node has no operator";
  auto values = operands();
  if (failed(values))
    return failure();
  Op *op = place.graph.createOp(opNameFor(node.domain(), node.op_type()), *values);
  op->setLocation(where);
  addResults(*op);
  onnx::NodeResidue residue;
  if (failed(readAttributes(*op, residue)))
    return failure();
  if (!node.overload().empty())
    op->attrs().set(overloadAttr, node.overload());
  leaveRest(residue);
  storeResidue(residue, op->attrs());
  return success();
}

} // namespace

std::optional<onnx::AttributeResidue> restOfPlain(const Attribute &value,
                                                  const onnx::AttributeProto &proto) {
  onnx::AttributeProto again;
  again.set_name(proto.name());
  writePlain(value, again);
  if (again.SerializeAsString() == proto.SerializeAsString())
    return std::nullopt;
  onnx::AttributeResidue residue;
  *residue.mutable_rest() = proto;
  return residue;
}

LogicalResult readNode(GraphPlace &place, onnx::NodeProto &node, int index) {
  return NodeReader(place, node, index).run();
}

} // namespace fixcon
