// Runs a nested graph again and again. The body takes the iteration number, the condition and the
// carried values, and gives the next condition, the next carried values, and one slice for each
// scan output; slices are stacked along a new first axis.
#include "Definition/CarriedType.h"
#include "Movement/Stacking.h"

#include "fixcon/IR/Graph.h"
#include "fixcon/Ops/EvalContext.h"
#include "fixcon/Ops/InferContext.h"
#include "fixcon/Ops/OpDef.h"

namespace fixcon {

namespace {
struct LoopAttrs {
  std::optional<RegionRef> body;
  template <class V> void visit(V &v) { v("body", body); }
};
} // namespace

static Type stacked(const Type &slice) {
  if (!slice.isTensor())
    return {};
  if (!slice.isRanked())
    return Type::unranked(slice.dtype());
  Dims dims = slice.dims();
  dims.insert(dims.begin(), Dim());
  return Type::tensor(slice.dtype(), dims);
}

static unsigned carriedCount(const Op &op) {
  return op.numOperands() > 2 ? op.numOperands() - 2 : 0;
}

static LogicalResult inferLoop(InferContext &context) {
  const Op &op = context.op();
  auto body = context.attrs<LoopAttrs>().body;
  if (!body || body->index >= op.numRegions())
    return context.error("loop_c1") << "the body is missing";
  const Graph &graph = op.region(body->index);
  unsigned carried = carriedCount(op);
  for (unsigned i = 0; i < 2; ++i)
    if (context.has(i) && !context.type(i).isTensor())
      return context.error("loop_c3") << "operand " << i << " is " << context.type(i).str();
  if (graph.arguments().size() != carried + 2 || graph.numOutputs() != op.numResults() + 1 ||
      op.numResults() < carried)
    return context.error("loop_c2")
           << "a body of " << graph.arguments().size() << " arguments and " << graph.numOutputs()
           << " outputs for " << carried << " carried values and " << op.numResults() << " results";
  for (unsigned i = 0; i < op.numResults(); ++i) {
    const Type &output = graph.output(i + 1)->type();
    if (i >= carried)
      context.setResult(i, stacked(output));
    else
      context.setResult(i, carriedType(context.type(i + 2), graph.argument(i + 2)->type(), output));
  }
  return success();
}

/// Iteration number, condition, carried values, of which only the element type stays the same.
static std::vector<std::vector<Type>> bodyTypes(const InferContext &context) {
  std::vector<Type> types{Type::unranked(DType::I64), Type::unranked(DType::Bool)};
  for (unsigned i = 2; i < context.numOperands(); ++i)
    types.push_back(context.type(i).withoutShape());
  return {types};
}

/// A scan output of no iteration: as far as the body declares its shape.
static LogicalResult stackNothing(EvalContext &context, unsigned result) {
  const Graph &body = context.op().region(context.attrs<LoopAttrs>().body->index);
  const Type type = stacked(body.output(result + 1)->type());
  if (!type.isTensor())
    return context.error() << "no iteration, the type of scan output " << result << " is not known";
  Shape shape(type.isRanked() ? type.rank() : 1, 0);
  for (size_t i = 1; i < shape.size(); ++i)
    shape[i] = type.dim(i).isStatic() ? type.dim(i).size() : 0;
  context.out(result) = Tensor(context.out(result).dtype(), shape);
  return success();
}

/// Slices of one scan output, one behind the other.
static LogicalResult stack(EvalContext &context, unsigned result, unsigned carried,
                           const CollectedSlices &slices) {
  auto all = slices.stacked(result - carried, 0);
  if (!all)
    return context.error() << "slices of scan output " << result << " cannot be stacked";
  context.outputs[result] = std::move(*all);
  return success();
}

/// What keeps a wrong trip count or condition from running for ever.
static constexpr int64_t maxIterations = int64_t(1) << 24;

static LogicalResult evalLoop(EvalContext &context) {
  const Op &op = context.op();
  const Graph &body = op.region(context.attrs<LoopAttrs>().body->index);
  unsigned carried = carriedCount(op);
  for (unsigned i = 0; i < 2; ++i)
    if (context.has(i) && context.in(i).size() != 1)
      return context.error() << "operand " << i << " has " << context.in(i).size() << " elements";
  int64_t trips = context.has(0) ? context.in(0).toInt(0) : INT64_MAX;
  bool goOn = !context.has(1) || context.in(1).toInt(0);
  std::vector<Datum> state;
  for (unsigned i = 0; i < carried; ++i)
    state.push_back(context.datum(i + 2));
  CollectedSlices slices(op.numResults() - carried);
  for (int64_t trip = 0; trip < trips && goOn; ++trip) {
    if (trip == maxIterations)
      return context.error() << "no end after " << trip << " iterations";
    std::vector<Datum> arguments{Tensor::scalar<int64_t>(trip), Tensor::scalar<bool>(goOn)};
    arguments.insert(arguments.end(), state.begin(), state.end());
    auto outputs = context.run(body, std::move(arguments));
    if (failed(outputs))
      return failure();
    const Tensor &next = (*outputs)[0].tensor();
    goOn = next.size() == 1 && next.toInt(0);
    for (unsigned i = 0; i < carried; ++i)
      state[i] = std::move((*outputs)[i + 1]);
    for (size_t i = 0; i < slices.size(); ++i)
      if (failed(slices.add(context, i, (*outputs)[carried + 1 + i])))
        return failure();
  }
  for (unsigned i = 0; i < carried; ++i)
    context.outputs[i] = std::move(state[i]);
  for (unsigned i = carried; i < op.numResults(); ++i)
    if (failed(slices[i - carried].empty() ? stackNothing(context, i)
                                           : stack(context, i, carried, slices)))
      return failure();
  return success();
}

OpDef defineLoop() {
  return OpDef("loop")
      .summary("Runs a nested graph a number of times or while a condition holds.")
      .optional("M")
      .optional("cond")
      .variadic("v_initial")
      .dtypes(integerTypes, {"M"})
      .dtypes(DType::Bool, {"cond"})
      .results(0, 1u << 16)
      .anyKind()
      .attrs<LoopAttrs>()
      .infer(inferLoop)
      .bodyTypes(bodyTypes)
      .reference(evalLoop)
      .onnx("Loop");
}

} // namespace fixcon
