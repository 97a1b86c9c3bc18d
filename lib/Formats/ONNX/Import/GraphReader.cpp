// All names of a graph are declared before a node is read: a nested graph that stands earlier means
// the value of the nearest graph around it that has the name anywhere. What is understood is taken
// out of the message; whatever is left goes into the residue as it is, so no field is lost.
#include "GraphReader.h"

#include "NodeOrder.h"
#include "ONNX/Codec/Residue.h"
#include "TensorReader.h"

#include "fixcon/IR/Text.h"

#include "residue.pb.h"

namespace fixcon {
namespace {

class GraphReader {
public:
  GraphReader(GraphPlace &place, onnx::GraphProto &proto, onnx::GraphResidue &residue)
      : place(place), context(place.context), scope(place.scope), graph(place.graph), proto(proto),
        residue(residue) {}

  LogicalResult run();

private:
  LogicalResult declare();
  LogicalResult declareTypes();
  LogicalResult addArguments();
  LogicalResult addOutputs();
  void describeInputs();
  void describeOutputs();
  Location at(const std::string &name) const { return context.atTensor(name); }

  GraphPlace &place;
  ImportContext &context;
  Scope &scope;
  Graph &graph;
  onnx::GraphProto &proto;
  onnx::GraphResidue &residue;
  std::vector<onnx::NodeProto *> nodes;
};

/// Initialisers come first, so that an input of the same name is known as a weight with a default
/// that callers could replace.
LogicalResult GraphReader::declare() {
  if (failed(declareWeights(proto, context, scope)))
    return failure();
  std::unordered_set<std::string> inputs;
  for (const auto &input : proto.input()) {
    if (input.name().empty())
      return context.diags().error(context.atFile()) << "an input of a graph has no name";
    if (!inputs.insert(input.name()).second)
      return context.diags().error(at(input.name()))
             << "two inputs have the name '" << input.name() << "'";
    scope.declare(input.name());
  }
  return declareResults(place, nodes);
}

LogicalResult GraphReader::declareTypes() {
  for (const auto *list : {&proto.input(), &proto.output(), &proto.value_info()})
    for (const auto &info : *list)
      if (failed(place.types.add(info, context.path, context.diags())))
        return failure();
  return success();
}

LogicalResult GraphReader::addArguments() {
  for (const auto &input : proto.input())
    if (!scope.local(input.name()))
      scope.bind(input.name(),
                 graph.addArgument(place.types.of(input.name()), scope.nameFor(input.name())));
  return success();
}

LogicalResult GraphReader::addOutputs() {
  std::unordered_set<std::string> seen;
  for (const auto &output : proto.output()) {
    if (!seen.insert(output.name()).second)
      return context.diags().error(at(output.name()))
             << "two outputs have the name '" << output.name() << "'";
    Value *value = scope.find(output.name());
    if (!value)
      return context.diags().error(at(output.name()))
             << "nothing produces the output '" << output.name() << "'";
    graph.addOutput(value, output.name());
  }
  return success();
}

void GraphReader::describeInputs() {
  bool keep = false;
  for (const auto &input : proto.input()) {
    const Value *value = scope.local(input.name());
    *residue.add_input() = describe(input, value);
    keep |= hasMore(*residue.input().rbegin()) || value->isWeight();
  }
  if (!keep)
    residue.clear_input();
  proto.clear_input();
}

void GraphReader::describeOutputs() {
  bool keep = false;
  for (const auto &output : proto.output()) {
    *residue.add_output() = describe(output, scope.find(output.name()));
    keep |= hasMore(*residue.output().rbegin());
  }
  if (!keep)
    residue.clear_output();
  proto.clear_output();
}

LogicalResult GraphReader::run() {
  if (place.depth >= maxNesting)
    return context.diags().error(context.atFile())
           << "graphs are nested " << maxNesting << " deep, or deeper";
  nodes.assign(proto.mutable_node()->pointer_begin(), proto.mutable_node()->pointer_end());
  // Arguments are added behind the weights: an input that is a weight by then is not one.
  if (failed(declare()) || failed(declareTypes()) ||
      failed(readWeights(proto, context, scope, graph)) || failed(addArguments()))
    return failure();
  auto unsorted = readNodes(place, nodes);
  if (failed(unsorted) || failed(addOutputs()))
    return failure();
  proto.clear_node();
  if (*unsorted)
    residue.set_unsorted(true);
  describeInner(proto.value_info(), scope, impliedInfos(graph, /*isFunction=*/false),
                *residue.mutable_value_info());
  proto.clear_value_info();
  describeInputs();
  describeOutputs();
  keepRenamings(scope, residue);
  if (proto.ByteSizeLong())
    residue.mutable_rest()->Swap(&proto);
  return success();
}

} // namespace

void keepRenamings(const Scope &scope, onnx::GraphResidue &residue) {
  for (const auto &[value, original] : scope.renamings()) {
    auto *renaming = residue.add_renaming();
    renaming->set_value(value);
    renaming->set_original(original);
  }
}

LogicalResult readGraph(GraphPlace &place, onnx::GraphProto &proto, onnx::GraphResidue &residue) {
  return GraphReader(place, proto, residue).run();
}

LogicalResult declareResults(GraphPlace &place, const std::vector<onnx::NodeProto *> &nodes) {
  for (size_t i = 0; i < nodes.size(); ++i)
    for (const std::string &output : nodes[i]->output()) {
      if (output.empty() || place.scope.declare(output, static_cast<int>(i)))
        continue;
      int first = place.scope.producer(output);
      auto &diags = place.context.diags();
      auto error =
          diags.error(Location::atNode(place.context.path, nodes[i]->name(), static_cast<int>(i)));
      error << "output '" << output << "' is there already";
      if (first >= 0)
        error.note(Location::atNode(place.context.path, nodes[size_t(first)]->name(), first))
            << "it is made here";
      return error;
    }
  return success();
}

FailureOr<bool> readNodes(GraphPlace &place, const std::vector<onnx::NodeProto *> &nodes) {
  auto order = nodeOrder(nodes, place.context.path, place.context.diags());
  if (failed(order))
    return failure();
  for (int i : *order)
    if (failed(readNode(place, *nodes[size_t(i)], i)))
      return failure();
  return !std::is_sorted(order->begin(), order->end());
}

} // namespace fixcon
