// The graph decides what is written, its residue only how: a type keeps the file's spelling while
// it is the one that import read there, and goes with its residue when the value is gone. Infos
// come in the order of the file, new ones behind them.
#include "ModelWriter.h"

#include "ONNX/Codec/Residue.h"
#include "ONNX/Codec/Sparse.h"
#include "ONNX/Codec/Types.h"

#include "residue.pb.h"

#include <algorithm>
#include <map>

namespace fixcon {
namespace {

class GraphWriter {
public:
  GraphWriter(const Graph &graph, const onnx::GraphResidue &residue, const ExportContext &context,
              const ExportNames &names, onnx::GraphProto &proto)
      : graph(graph), residue(residue), context(context), names(names), proto(proto) {}

  LogicalResult run();

private:
  LogicalResult writeWeights();
  void writeInputs();
  void writeOutputs();

  const Graph &graph;
  const onnx::GraphResidue &residue;
  const ExportContext &context;
  const ExportNames &names;
  onnx::GraphProto &proto;
};

LogicalResult GraphWriter::writeWeights() {
  for (const auto &weight : graph.weights()) {
    onnx::TensorResidue rest;
    if (!loadResidue(weight->attrs(), rest))
      return context.diags.error(context.where)
             << "the residue of weight '" << weight->name() << "' cannot be read";
    const std::string &name = names.of(*weight);
    if (rest.has_sparse()) {
      auto *sparse = proto.add_sparse_initializer();
      encodeSparse(weight->tensor(), rest, *sparse);
      sparse->mutable_values()->set_name(name);
      continue;
    }
    auto *tensor = proto.add_initializer();
    encodeTensor(weight->tensor(), rest, context.sink, *tensor);
    tensor->set_name(name);
  }
  return success();
}

/// Residues by the name that they speak of; the first of a name counts.
std::map<std::string, const onnx::ValueInfoResidue *> byName(const InfoResidues &list) {
  std::map<std::string, const onnx::ValueInfoResidue *> out;
  for (const auto &info : list)
    out.try_emplace(info.name(), &info);
  return out;
}

/// Arguments in their order; weights that callers may replace stand where they stood.
void GraphWriter::writeInputs() {
  auto residues = byName(residue.input());
  std::vector<const Value *> inputs;
  for (const auto &argument : graph.arguments())
    inputs.push_back(argument.get());
  std::unordered_map<std::string, const Value *> weights;
  for (const auto &weight : graph.weights())
    weights.emplace(names.of(*weight), weight.get());
  for (int i = 0; i < residue.input_size(); ++i)
    if (auto found = weights.find(residue.input(i).name()); found != weights.end())
      inputs.insert(inputs.begin() + std::min<std::ptrdiff_t>(i, std::ssize(inputs)),
                    found->second);
  for (const Value *input : inputs) {
    auto found = residues.find(names.of(*input));
    writeInfo(input->type(), names.of(*input),
              found == residues.end() ? onnx::ValueInfoResidue() : *found->second,
              *proto.add_input());
  }
}

void GraphWriter::writeOutputs() {
  auto residues = byName(residue.output());
  for (unsigned i = 0; i < graph.numOutputs(); ++i) {
    const Value &value = *graph.output(i);
    const std::string &name = graph.parentOp() ? names.of(value) : graph.outputName(i);
    auto found = residues.find(name);
    writeInfo(value.type(), name,
              found == residues.end() ? onnx::ValueInfoResidue() : *found->second,
              *proto.add_output());
  }
}

LogicalResult GraphWriter::run() {
  proto = residue.rest();
  if (graph.parentOp() && !graph.name().empty())
    proto.set_name(graph.name());
  if (!graph.parentOp() && !proto.has_name() && !residue.unnamed())
    proto.set_name(graph.name());
  if (failed(writeNodes(graph, residue.unsorted(), context, names, *proto.mutable_node())) ||
      failed(writeWeights()))
    return failure();
  writeInputs();
  writeOutputs();
  writeInnerInfos(graph, /*isFunction=*/false, residue.value_info(), names,
                  *proto.mutable_value_info());
  return success();
}

/// The values of a graph by their names in the file.
std::unordered_map<std::string, const Value *> localValues(const Graph &graph,
                                                           const ExportNames &names) {
  std::unordered_map<std::string, const Value *> out;
  auto add = [&](const Value *v) { out.emplace(names.of(*v), v); };
  for (const auto &argument : graph.arguments())
    add(argument.get());
  for (const auto &weight : graph.weights())
    add(weight.get());
  for (const auto &op : graph.ops())
    for (unsigned i = 0; i < op->numResults(); ++i)
      if (op->hasResult(i))
        add(op->result(i));
  return out;
}

} // namespace

void writeInfo(const Type &type, const std::string &name, const onnx::ValueInfoResidue &residue,
               onnx::ValueInfoProto &proto) {
  proto = residue.rest();
  proto.set_name(name);
  Type believed = readType(residue.has_chosen() ? residue.chosen() : proto.type());
  bool kept = believed == type && (residue.untyped() || proto.has_type());
  if (kept)
    return;
  if (type.isUnknown())
    proto.clear_type();
  else
    writeType(type, *proto.mutable_type());
}

void writeInnerInfos(const Graph &graph, bool isFunction, const InfoResidues &residues,
                     const ExportNames &names, InfoList &list) {
  std::unordered_set<const Value *> written;
  auto values = residues.empty() ? std::unordered_map<std::string, const Value *>()
                                 : localValues(graph, names);
  for (const auto &residue : residues) {
    auto found = values.find(residue.name());
    if (residue.foreign())
      *list.Add() = residue.rest();
    else if (found != values.end()) {
      writeInfo(found->second->type(), residue.name(), residue, *list.Add());
      written.insert(found->second);
    }
  }
  for (const Value *value : impliedInfos(graph, isFunction))
    if (written.insert(value).second)
      writeInfo(value->type(), names.of(*value), {}, *list.Add());
}

LogicalResult writeGraph(const Graph &graph, const onnx::GraphResidue &residue,
                         const ExportContext &context, const ExportNames &names,
                         onnx::GraphProto &proto) {
  return GraphWriter(graph, residue, context, names, proto).run();
}

} // namespace fixcon
