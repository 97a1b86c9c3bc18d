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
  constexpr int maxDefaults = 4096;
  if (proto.attribute_proto_size() > maxDefaults)
    return error() << "has " << proto.attribute_proto_size() << " attributes with defaults";
  AttrDict attrs;
  for (auto &attribute : *proto.mutable_attribute_proto()) {
    if (attribute.name().empty() || isReserved(attribute.name()) || attrs.find(attribute.name()))
      return error() << "attribute '" << attribute.name() << "' has no name or one that is taken";
    std::optional<Attribute> value = readPlain(attribute);
    if (!value) {
      residue.clear_default_();
      return success();
    }
    if (auto rest = restOfPlain(*value, attribute))
      residue.add_default_()->Swap(&*rest);
    attrs.set(attribute.name(), std::move(*value));
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

LogicalResult FunctionReader::run() {
  graph.setDialect("onnx");
  readOpsets(proto.opset_import(), graph, *residue.mutable_opset_import());
  proto.clear_opset_import();
  for (const auto &info : proto.value_info())
    if (failed(place.types.add(info, context.path, context.diags())))
      return failure();
  std::vector<onnx::NodeProto *> nodes(proto.mutable_node()->pointer_begin(),
                                       proto.mutable_node()->pointer_end());
  if (failed(addArguments()) || failed(declareResults(place, nodes)))
    return failure();
  auto unsorted = readNodes(place, nodes);
  if (failed(unsorted) || failed(addOutputs()) || failed(readParameters()))
    return failure();
  if (*unsorted)
    residue.mutable_graph()->set_unsorted(true);
  describeInner(proto.value_info(), scope, impliedInfos(graph, /*isFunction=*/true),
                *residue.mutable_graph()->mutable_value_info());
  proto.clear_value_info();
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
