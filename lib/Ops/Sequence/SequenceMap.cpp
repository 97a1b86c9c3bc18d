// Runs a nested graph on each element of a sequence, and makes sequences of what it gives. Further
// sequences are walked beside the first and are as long; tensors are the same for every element.
#include "Sequence.h"

#include "fixcon/IR/Graph.h"
#include "fixcon/Support/CheckedMath.h"

namespace fixcon {
namespace {

struct SequenceMapAttrs {
  std::optional<RegionRef> body;
  template <class V> void visit(V &v) { v("body", body); }
};

LogicalResult inferSequenceMap(InferContext &context) {
  const Op &op = context.op();
  if (failed(sequenceElement(context, 0, "sequence_map_c1"))) // c1
    return failure();
  auto body = context.attrs<SequenceMapAttrs>().body;
  if (!body || body->index >= op.numRegions()) // c2
    return context.error("sequence_map_c2") << "the body is missing";
  const Graph &graph = op.region(body->index);
  if (graph.arguments().size() != context.numOperands() ||
      graph.numOutputs() != op.numResults()) // c3
    return context.error("sequence_map_c3")
           << "a body of " << graph.arguments().size() << " arguments and " << graph.numOutputs()
           << " outputs for " << context.numOperands() << " operands and " << op.numResults()
           << " results";
  for (unsigned i = 1; i < context.numOperands(); ++i)
    if (context.type(i).kind() != Type::Kind::Sequence && !context.type(i).isTensor()) // c4
      return context.error("sequence_map_c4") << "operand " << i << " is " << context.type(i).str();
  for (unsigned i = 0; i < op.numResults(); ++i)
    context.setResult(i, Type::sequence(graph.output(i)->type()));
  return success();
}

std::vector<std::vector<Type>> bodyTypes(const InferContext &context) {
  std::vector<Type> types;
  for (unsigned i = 0; i < context.numOperands(); ++i) {
    const Type &type = context.type(i);
    types.push_back(type.kind() == Type::Kind::Sequence ? type.inner() : type);
  }
  return {types};
}

std::vector<Datum> argumentsAt(const EvalContext &context, size_t index) {
  std::vector<Datum> arguments;
  for (unsigned i = 0; i < context.numOperands(); ++i) {
    const Datum &operand = context.datum(i);
    if (operand.isTensor())
      arguments.push_back(operand);
    else
      arguments.push_back(operand.elements()[index]);
  }
  return arguments;
}

LogicalResult checkLengths(EvalContext &context) {
  size_t length = context.datum(0).elements().size();
  for (unsigned i = 1; i < context.numOperands(); ++i) {
    const Datum &operand = context.datum(i);
    if (operand.isSequence() && operand.elements().size() != length)
      return context.error() << "operand " << i << " has " << operand.elements().size()
                             << " elements, the first has " << length;
  }
  return success();
}

/// Results grow while the body runs, so they are weighed before the executor sees them.
LogicalResult collect(EvalContext &context, std::vector<Datum> outputs,
                      std::vector<std::vector<Datum>> &lists, int64_t &bytes) {
  for (size_t i = 0; i < lists.size(); ++i) {
    if (!outputs[i].isTensor())
      return context.error() << "the body gives " << outputs[i].type().str()
                             << ", sequences hold tensors";
    bytes = checkedAdd(bytes, outputs[i].bytes()).value_or(INT64_MAX);
    if (bytes > context.byteBudget)
      return context.error() << "the results exceed the memory budget";
    lists[i].push_back(std::move(outputs[i]));
  }
  return success();
}

LogicalResult evaluateSequenceMap(EvalContext &context) {
  const Op &op = context.op();
  const Graph &body = op.region(context.attrs<SequenceMapAttrs>().body->index);
  if (failed(checkLengths(context)))
    return failure();
  std::vector<std::vector<Datum>> lists(op.numResults());
  int64_t bytes = 0;
  for (size_t i = 0; i < context.datum(0).elements().size(); ++i) {
    auto outputs = context.run(body, argumentsAt(context, i));
    if (failed(outputs) || failed(collect(context, std::move(*outputs), lists, bytes)))
      return failure();
  }
  for (unsigned i = 0; i < lists.size(); ++i) {
    Type element = lists[i].empty() ? body.output(i)->type() : lists[i].front().type();
    context.outputs[i] = Datum::sequence(element.withoutShape(), std::move(lists[i]));
  }
  return success();
}

} // namespace

OpDef defineSequenceMap() {
  return OpDef("sequence_map")
      .summary("Runs a nested graph on each element of a sequence.")
      .operand("input_sequence")
      .variadic("additional_inputs")
      .results(1, 1u << 16)
      .anyKind()
      .attrs<SequenceMapAttrs>()
      .infer(inferSequenceMap)
      .bodyTypes(bodyTypes)
      .reference(evaluateSequenceMap)
      .onnx("SequenceMap", 17);
}

} // namespace fixcon
