// A model file becomes a graph of its own, its functions graphs beside it. The message is emptied
// field by field into the IR; what remains of it is kept as residue (docs/Formats/ONNX.md).
#include "fixcon/Formats/ONNX/Import.h"

#include "GraphReader.h"
#include "ONNX/Codec/Opsets.h"
#include "ONNX/Codec/Residue.h"
#include "ONNX/Schema/Violations.h"

#include "residue.pb.h"

#include <climits>

namespace fixcon {
namespace {

/// Dense forms of sparse tensors may take this much, and this much more per byte of the file.
constexpr int64_t denseBudget = int64_t(64) << 20, densePerByte = 64;

LogicalResult parseFile(const std::string &path, google::protobuf::MessageLite &message,
                        int64_t &size, Diagnostics &diags) {
  auto file = MappedFile::open(path, diags);
  if (failed(file))
    return failure();
  auto bytes = (*file)->bytes();
  size = static_cast<int64_t>(bytes.size());
  if (bytes.size() > INT_MAX)
    return diags.error(Location::inFile(path))
           << "is larger than 2 GB, more than the format allows";
  if (parseMessage(bytes, message))
    return success();
  return diags.error(Location::inFile(path))
         << "is not an ONNX model, or is truncated or damaged: its protobuf cannot be read";
}

void countDomains(const onnx::GraphProto &graph, int64_t &empty, int64_t &absent);

void countDomains(const google::protobuf::RepeatedPtrField<onnx::NodeProto> &nodes, int64_t &empty,
                  int64_t &absent) {
  for (const auto &node : nodes) {
    if (node.domain().empty())
      ++(node.has_domain() ? empty : absent);
    for (const auto &attribute : node.attribute()) {
      countDomains(attribute.g(), empty, absent);
      for (const auto &graph : attribute.graphs())
        countDomains(graph, empty, absent);
    }
  }
}

void countDomains(const onnx::GraphProto &graph, int64_t &empty, int64_t &absent) {
  countDomains(graph.node(), empty, absent);
}

bool hasEmptyDomains(const onnx::ModelProto &model) {
  int64_t empty = 0, absent = 0;
  countDomains(model.graph(), empty, absent);
  for (const auto &function : model.functions())
    countDomains(function.node(), empty, absent);
  return empty > 0 && absent == 0;
}

class ModelReader {
public:
  ModelReader(Module &module, const std::string &path, const std::string &name,
              onnx::ModelProto &model, int64_t fileSize)
      : context{module,
                path,
                name,
                ExternalData(path),
                denseBudget + densePerByte * fileSize,
                hasEmptyDomains(model)},
        model(model) {}

  FailureOr<Graph *> run();

private:
  LogicalResult read();
  Graph *add(const std::string &name);
  LogicalResult readFunctions();
  LogicalResult readMain();
  void readHeader(Graph &graph, onnx::ModelResidue &residue);

  ImportContext context;
  onnx::ModelProto &model;
  std::vector<std::string> added;
};

Graph *ModelReader::add(const std::string &name) {
  Graph *graph = context.module.addGraph(name);
  if (graph) {
    added.push_back(name);
    graph->setDialect("onnx");
    graph->setLocation(context.atFile());
  } else
    context.diags().error(context.atFile()) << "there are two graphs @" << name;
  return graph;
}

LogicalResult ModelReader::readFunctions() {
  Attribute::Strings labels;
  for (auto &function : *model.mutable_functions()) {
    std::string label =
        functionLabel(canonicalDomain(function.domain()), function.name(), function.overload());
    Graph *graph = add(functionGraphName(context.modelName, label));
    if (!graph || failed(readFunction(context, *graph, function)))
      return failure();
    graph->setDerived(GraphKind::Function, context.modelName);
    labels.push_back(std::move(label));
  }
  if (!labels.empty())
    context.module.graph(context.modelName)->attrs().set(functionsAttr, std::move(labels));
  model.clear_functions();
  return success();
}

void ModelReader::readHeader(Graph &graph, onnx::ModelResidue &residue) {
  if (model.has_ir_version())
    graph.attrs().set(irVersionAttr, model.ir_version());
  else
    residue.set_no_ir_version(true);
  readOpsets(model.opset_import(), graph, *residue.mutable_opset_import());
  if (context.emptyDomains)
    residue.set_empty_domains(true);
  model.clear_ir_version();
  model.clear_opset_import();
}

LogicalResult ModelReader::readMain() {
  Graph &graph = *context.module.graph(context.modelName);
  onnx::ModelResidue residue;
  readHeader(graph, residue);
  if (!model.graph().has_name())
    residue.mutable_graph()->set_unnamed(true);
  Scope scope(nullptr);
  GraphPlace place{context, graph, scope, 0, nullptr, {}};
  if (failed(readGraph(place, *model.mutable_graph(), *residue.mutable_graph())))
    return failure();
  model.clear_graph();
  if (model.ByteSizeLong())
    residue.mutable_rest()->Swap(&model);
  storeResidue(residue, graph.attrs());
  return success();
}

LogicalResult ModelReader::read() {
  if (!model.has_graph())
    return context.diags().error(context.atFile()) << "is not an ONNX model: it has no graph";
  if (!add(context.modelName))
    return failure();
  return success(succeeded(readFunctions()) && succeeded(readMain()));
}

FailureOr<Graph *> ModelReader::run() {
  if (succeeded(read())) {
    for (const std::string &name : added)
      keepViolations(*context.module.graph(name));
    return context.module.graph(context.modelName);
  }
  for (const std::string &name : added)
    context.module.eraseGraph(name);
  return failure();
}

} // namespace

FailureOr<Graph *> importONNX(const std::string &path, Module &module, const std::string &name) {
  onnx::ModelProto model;
  int64_t size = 0;
  if (failed(parseFile(path, model, size, module.diagnostics())))
    return failure();
  return ModelReader(module, path, name, model, size).run();
}

} // namespace fixcon
