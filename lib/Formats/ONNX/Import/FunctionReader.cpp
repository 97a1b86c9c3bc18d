// Functions of a model: graphs whose arguments have no declared types, with attribute parameters.
#include "GraphReader.h"

#include "ONNX/Codec/Attributes.h"
#include "ONNX/Codec/Opsets.h"
#include "ONNX/Codec/Residue.h"

#include "residue.pb.h"

namespace fixcon {
namespace {

class FunctionReader {
public:
  FunctionReader(ImportContext &context, Graph &graph, onnx::FunctionProto &proto)
      : context(context), graph(graph), proto(proto), place{context, graph, scope, 0, &graph, {}} {}

  LogicalResult run();

private:
  LogicalResult addArguments();
  LogicalResult addOutputs();
  LogicalResult readParameters();
  LogicalResult readDefaults();
  void describeValues();
  DiagnosticBuilder error() const {
    return context.diags().error(context.atFile()) << "function '" << proto.name() << "': ";
  }

  ImportContext &context;
  Graph &graph;
  onnx::FunctionProto &proto;
  Scope scope{nullptr};
  GraphPlace place;
  onnx::FunctionResidue residue;
};

LogicalResult FunctionReader::addArguments() {
  for (const std::string &input : proto.input()) {
    if (input.empty() || !scope.declare(input))
      return error() << "input '" << input << "' has no name or one that is taken";
    scope.bind(input, graph.addArgument(place.types.of(input), scope.nameFor(input)));
  }
  return success();
}

LogicalResult FunctionReader::addOutputs() {
  std::unordered_set<std::string> seen;
  for (const std::string &output : proto.output()) {
    Value *value = scope.find(output);
    if (!value || !seen.insert(output).second)
      return error() << "output '" << output << "' is produced by nothing or named twice";
    graph.addOutput(value, output);
  }
  return success();
}

/// Defaults that are graphs or tensors stay in the residue.
LogicalResult FunctionReader::readDefaults() {
  constexpr int mostDefaults = 4096;
  if (proto.attribute_proto_size() > mostDefaults)
    return error() << "has " << proto.attribute_proto_size() << " attributes with defaults";
  AttrDict attrs;
  for (auto &attribute : *proto.mutable_attribute_proto()) {
    if (attribute.name().empty() || isReserved(attribute.name()) || attrs.find(attribute.name()))
      return error() << "attribute '" << attribute.name() << "' has no name or one that is taken";
    onnx::AttributeResidue rest;
    bool says = false;
    std::optional<Attribute> value = readPlainAttribute(attribute, rest, says);
    if (!value) {
      residue.clear_default_();
      return success();
    }
    attrs.set(attribute.name(), std::move(*value));
    if (says)
      residue.add_default_()->Swap(&rest);
  }
  for (const auto &[name, value] : attrs)
    graph.attrs().set(name, value);
  proto.clear_attribute_proto();
  return success();
}

LogicalResult FunctionReader::readParameters() {
  if (proto.attribute_size())
    graph.attrs().set(parametersAttr,
                      Attribute::Strings(proto.attribute().begin(), proto.attribute().end()));
  proto.clear_attribute();
  return readDefaults();
}

void FunctionReader::describeValues() {
  bool says = false;
  std::vector<const Value *> described;
  std::unordered_set<std::string> seen;
  auto &list = *residue.mutable_graph()->mutable_value_info();
  for (const auto &info : proto.value_info()) {
    const Value *value = seen.insert(info.name()).second ? scope.local(info.name()) : nullptr;
    says |= describe(info, value, *list.Add());
    described.push_back(value);
  }
  if (!says && described == impliedInfos(graph, /*isFunction=*/true))
    list.Clear();
  proto.clear_value_info();
}

LogicalResult FunctionReader::run() {
  graph.setDialect("onnx");
  readOpsets(proto.opset_import(), graph, *residue.mutable_opset_import());
  proto.clear_opset_import();
  for (const auto &info : proto.value_info())
    if (failed(place.types.add(info, context.path, context.diags())))
      return failure();
  std::vector<onnx::NodeProto *> nodes(proto.mutable_node()->pointer_begin(),
                                       proto.mutable_node()->pointer_end());
  bool unsorted = false;
  if (failed(addArguments()) || failed(declareResults(place, nodes)) ||
      failed(readNodes(place, nodes, unsorted)) || failed(addOutputs()) || failed(readParameters()))
    return failure();
  describeValues();
  if (unsorted)
    residue.mutable_graph()->set_unsorted(true);
  keepRenamings(scope, *residue.mutable_graph());
  proto.clear_node();
  proto.clear_input();
  proto.clear_output();
  residue.mutable_rest()->Swap(&proto);
  storeResidue(residue, graph.attrs());
  return success();
}

} // namespace

LogicalResult readFunction(ImportContext &context, Graph &graph, onnx::FunctionProto &proto) {
  return FunctionReader(context, graph, proto).run();
}

} // namespace fixcon
