// Ops become nodes. What import kept of a node is the base; attributes whose kept spelling still
// means what the op says are written in that spelling.
#include "ModelWriter.h"

#include "ONNX/Codec/Attributes.h"
#include "ONNX/Codec/Residue.h"
#include "ONNX/Codec/Sparse.h"

#include "residue.pb.h"

#include <algorithm>

namespace fixcon {
namespace {

using Kind = onnx::AttributeProto;

class NodeWriter {
public:
  NodeWriter(const Op &op, const ExportContext &context, const ExportNames &names,
             onnx::NodeProto &proto)
      : op(op), context(context), names(names), proto(proto) {}

  LogicalResult run();

private:
  LogicalResult checkOp() const;
  /// Whether the op is called as in the file.
  bool hasOriginalName() const {
    return proto.has_op_type() && opNameFor(proto.domain(), proto.op_type()) == op.name();
  }
  void writeHeader();
  void writeValues();
  LogicalResult writeAttribute(const std::string &name, const Attribute &value,
                               onnx::AttributeProto &out);
  LogicalResult writeStructured(const Attribute &value, const onnx::AttributeResidue &rest,
                                onnx::AttributeProto &out);
  void writeTensor(const Tensor &tensor, const onnx::TensorResidue &rest, onnx::AttributeProto &out,
                   bool inList);
  LogicalResult writeRegion(RegionRef ref, onnx::GraphProto &out);
  const onnx::AttributeResidue &residueOf(const std::string &name) const;

  const Op &op;
  const ExportContext &context;
  const ExportNames &names;
  onnx::NodeProto &proto;
  onnx::NodeResidue residue;
};

LogicalResult NodeWriter::checkOp() const {
  // A type that ends with a dot can be told from a domain by what import kept alone.
  if (op.dialect() != "onnx" || (op.type().empty() && !hasOriginalName()))
    return op.emitError() << "'" << op.name() << "' is no operator of ONNX";
  size_t referred = 0;
  for (const auto &[name, value] : op.attrs()) {
    referred += value.get<RegionRef>() ? 1 : 0;
    if (const auto *list = value.get<std::vector<RegionRef>>())
      referred += list->size();
  }
  if (referred != op.numRegions())
    return op.emitError() << "has " << op.numRegions() << " nested graphs, of which its attributes "
                          << "name " << referred;
  return success();
}

void NodeWriter::writeHeader() {
  if (!op.location().node.empty())
    proto.set_name(op.location().node);
  if (const std::string *overload = op.attr<std::string>(overloadAttr))
    proto.set_overload(*overload);
  if (hasOriginalName())
    return;
  proto.set_op_type(std::string(op.type()));
  if (!op.domain().empty() || context.emptyDomains)
    proto.set_domain(std::string(op.domain()));
  else
    proto.clear_domain();
}

void NodeWriter::writeValues() {
  for (const Value *operand : op.operands())
    proto.add_input(operand ? names.of(*operand) : "");
  for (unsigned i = 0; i < op.numResults(); ++i)
    proto.add_output(op.hasResult(i) ? names.of(*op.result(i)) : "");
}

const onnx::AttributeResidue &NodeWriter::residueOf(const std::string &name) const {
  for (const auto &attribute : residue.attribute())
    if (attribute.rest().name() == name)
      return attribute;
  return onnx::AttributeResidue::default_instance();
}

LogicalResult NodeWriter::writeRegion(RegionRef ref, onnx::GraphProto &out) {
  onnx::GraphResidue rest;
  if (ref.index >= op.numRegions() || !loadResidue(&op.region(ref.index).attrs(), rest))
    return op.emitError() << "nested graph " << ref.index << " is not there or cannot be read";
  return writeGraph(op.region(ref.index), rest, context, names, out);
}

void NodeWriter::writeTensor(const Tensor &tensor, const onnx::TensorResidue &rest,
                             onnx::AttributeProto &out, bool inList) {
  if (rest.has_sparse()) {
    out.set_type(inList ? Kind::SPARSE_TENSORS : Kind::SPARSE_TENSOR);
    encodeSparse(tensor, rest, inList ? *out.add_sparse_tensors() : *out.mutable_sparse_tensor());
    return;
  }
  out.set_type(inList ? Kind::TENSORS : Kind::TENSOR);
  encodeTensor(tensor, rest, context.sink, inList ? *out.add_tensors() : *out.mutable_t());
}

LogicalResult NodeWriter::writeStructured(const Attribute &value,
                                          const onnx::AttributeResidue &rest,
                                          onnx::AttributeProto &out) {
  auto tensorRest = [&](size_t i) -> const onnx::TensorResidue & {
    return i < static_cast<size_t>(rest.tensor_size()) ? rest.tensor(static_cast<int>(i))
                                                       : onnx::TensorResidue::default_instance();
  };
  if (const auto *tensor = value.get<Tensor>()) {
    writeTensor(*tensor, tensorRest(0), out, false);
  } else if (const auto *tensors = value.get<std::vector<Tensor>>()) {
    bool sparse = tensors->empty() && rest.rest().type() == Kind::SPARSE_TENSORS;
    out.set_type(sparse ? Kind::SPARSE_TENSORS : Kind::TENSORS);
    for (size_t i = 0; i < tensors->size(); ++i)
      writeTensor((*tensors)[i], tensorRest(i), out, true);
  } else if (const auto *region = value.get<RegionRef>()) {
    out.set_type(Kind::GRAPH);
    return writeRegion(*region, *out.mutable_g());
  } else if (const auto *regions = value.get<std::vector<RegionRef>>()) {
    out.set_type(Kind::GRAPHS);
    for (RegionRef ref : *regions)
      if (failed(writeRegion(ref, *out.add_graphs())))
        return failure();
  } else if (const auto *parameter = value.get<SymbolRef>()) {
    out.set_ref_attr_name(parameter->value);
    return success(rest.rest().has_type() || rest.untyped());
  } else
    return failure();
  return success();
}

LogicalResult NodeWriter::writeAttribute(const std::string &name, const Attribute &value,
                                         onnx::AttributeProto &out) {
  const onnx::AttributeResidue &rest = residueOf(name);
  out = rest.rest();
  out.set_name(name);
  if (auto kept = hasValue(out) && out.ref_attr_name().empty() ? readPlain(out) : std::nullopt;
      kept && *kept == value)
    return success();
  if (writePlain(value, out)) {
    out.clear_ref_attr_name();
    return success();
  }
  // The values that writePlain cleared may be oddities beside a tensor or graph, or what the
  // attribute was before.
  out = rest.rest();
  out.set_name(name);
  if (readPlain(out) && !rest.beside() && !value.get<SymbolRef>())
    clearValue(out);
  if (failed(writeStructured(value, rest, out)))
    return op.emitError() << "attribute '" << name << "' cannot be written: " << value.str();
  if (rest.untyped())
    out.clear_type();
  else if (rest.rest().has_type() && rest.rest().type() == Kind::UNDEFINED)
    out.set_type(Kind::UNDEFINED);
  return success();
}

LogicalResult NodeWriter::run() {
  if (!loadResidue(&op.attrs(), residue))
    return op.emitError() << "the residue of the node cannot be read";
  proto = residue.rest();
  if (failed(checkOp()))
    return failure();
  writeHeader();
  writeValues();
  for (const auto &[name, value] : op.attrs())
    if (!isReserved(name) && failed(writeAttribute(name, value, *proto.add_attribute())))
      return failure();
  return success();
}

/// Whether the ops are those of the file, by their places in it.
bool isComplete(std::vector<const Op *> ops) {
  std::vector<bool> seen(ops.size());
  for (const Op *op : ops) {
    int index = op->location().index;
    if (index < 0 || static_cast<size_t>(index) >= ops.size() || seen[static_cast<size_t>(index)])
      return false;
    seen[static_cast<size_t>(index)] = true;
  }
  return true;
}

} // namespace

LogicalResult writeNode(const Op &op, const ExportContext &context, const ExportNames &names,
                        onnx::NodeProto &proto) {
  return NodeWriter(op, context, names, proto).run();
}

LogicalResult writeNodes(const Graph &graph, bool unsorted, const ExportContext &context,
                         const ExportNames &names, NodeList &list) {
  std::vector<const Op *> ops;
  for (const auto &op : graph.ops())
    ops.push_back(op.get());
  if (unsorted && isComplete(ops))
    std::sort(ops.begin(), ops.end(),
              [](const Op *a, const Op *b) { return a->location().index < b->location().index; });
  for (const Op *op : ops)
    if (failed(writeNode(*op, context, names, *list.Add())))
      return failure();
  for (const auto &[from, to] : names.aliases(graph)) {
    auto *node = list.Add();
    node->set_op_type("Identity");
    node->add_input(from);
    node->add_output(to);
  }
  return success();
}

} // namespace fixcon
