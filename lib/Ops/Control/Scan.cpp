// Runs a nested graph over the slices of sequences. The body takes the carried values and one slice
// of each scan input, and gives the next carried values and one slice of each scan output. Axes and
// directions (1: from the end) may be given for each scan input and output.
#include "Definition/Axis.h"
#include "Definition/CarriedType.h"
#include "Movement/Stacking.h"

#include "fixcon/IR/Graph.h"
#include "fixcon/Ops/EvalContext.h"
#include "fixcon/Ops/InferContext.h"
#include "fixcon/Ops/OpDef.h"

#include <algorithm>

namespace fixcon {

namespace {

using Ints = Attribute::Ints;

struct ScanAttrs {
  std::optional<RegionRef> body;
  std::optional<int64_t> numScanInputs;
  std::optional<Ints> inputAxes, inputDirections, outputAxes, outputDirections;
  template <class V> void visit(V &v) {
    v("body", body);
    v("num_scan_inputs", numScanInputs);
    v("scan_input_axes", inputAxes);
    v("scan_input_directions", inputDirections);
    v("scan_output_axes", outputAxes);
    v("scan_output_directions", outputDirections);
  }
};

/// How the operands and results divide.
struct ScanForm {
  unsigned carried = 0, inputs = 0, outputs = 0;
};

} // namespace

static int64_t entry(const std::optional<Ints> &list, unsigned i) {
  return list && i < list->size() ? (*list)[i] : 0;
}

static FailureOr<ScanForm> formOf(InferContext &context, const ScanAttrs &attrs) {
  const Op &op = context.op();
  if (!attrs.body || attrs.body->index >= op.numRegions())
    return context.error("scan_c1") << "the body is missing";
  int64_t inputs = attrs.numScanInputs.value_or(0);
  if (inputs < 1 || inputs > op.numOperands())
    return context.error("scan_c1")
           << inputs << " scan inputs of " << op.numOperands() << " operands";
  auto scanned = static_cast<unsigned>(inputs);
  unsigned carried = op.numOperands() - scanned;
  const Graph &body = op.region(attrs.body->index);
  if (body.arguments().size() != op.numOperands() || body.numOutputs() != op.numResults() ||
      op.numResults() < carried)
    return context.error("scan_c2") << "a body of " << body.arguments().size() << " arguments and "
                                    << body.numOutputs() << " outputs";
  return ScanForm{carried, scanned, op.numResults() - carried};
}

/// The type of a scan output: the slice's with the steps as a further axis.
static FailureOr<Type> stackedType(InferContext &context, const Type &slice, int64_t axis,
                                   const Dim &steps) {
  if (!slice.isTensor() || !slice.isRanked())
    return slice.isTensor() ? Type::unranked(slice.dtype()) : Type();
  auto at = resolveAxis(axis, slice.rank() + 1);
  if (!at)
    return context.error("scan_c4") << "output axis " << axis << " for slices of " << slice.str();
  Dims dims = slice.dims();
  dims.insert(dims.begin() + static_cast<std::ptrdiff_t>(*at), steps);
  return Type::tensor(slice.dtype(), dims);
}

static LogicalResult inferScan(InferContext &context) {
  auto attrs = context.attrs<ScanAttrs>();
  auto form = formOf(context, attrs);
  if (failed(form))
    return failure();
  Dim steps;
  for (unsigned i = 0; i < form->inputs; ++i) {
    const Type &input = context.type(form->carried + i);
    if (!input.isTensor())
      return context.error("scan_c3") << "scan input " << i << " is " << input.str();
    if (!input.isRanked())
      continue;
    auto axis = resolveAxis(entry(attrs.inputAxes, i), input.rank());
    if (!axis || clash(steps, input.dim(*axis)))
      return context.error("scan_c3") << "scan input " << i << " is " << input.str();
    if (!steps.isStatic())
      steps = input.dim(*axis);
  }
  const Graph &body = context.op().region(attrs.body->index);
  for (unsigned i = 0; i < context.op().numResults(); ++i) {
    const Type &slice = body.output(i)->type();
    if (i < form->carried) {
      context.setResult(i, carriedType(context.type(i), body.argument(i)->type(), slice));
      continue;
    }
    auto type = stackedType(context, slice, entry(attrs.outputAxes, i - form->carried), steps);
    if (failed(type))
      return failure();
    // The body's declared type may be more precise than what it gives at run time, but for rank.
    context.setResult(i, *type);
  }
  return success();
}

/// Carried values, of which only the element type stays the same, and slices.
static std::vector<std::vector<Type>> bodyTypes(const InferContext &context) {
  auto attrs = context.attrs<ScanAttrs>();
  int64_t operands = context.numOperands();
  int64_t carried = operands - std::clamp<int64_t>(attrs.numScanInputs.value_or(0), 0, operands);
  std::vector<Type> types;
  for (unsigned i = 0; i < context.numOperands(); ++i) {
    const Type &type = context.type(i);
    if (i < carried || !context.isRanked(i)) {
      types.push_back(type.withoutShape());
      continue;
    }
    Dims dims = type.dims();
    auto axis =
        resolveAxis(entry(attrs.inputAxes, i - static_cast<unsigned>(carried)), dims.size());
    if (axis)
      dims.erase(dims.begin() + static_cast<std::ptrdiff_t>(*axis));
    types.push_back(axis ? Type::tensor(type.dtype(), dims) : Type());
  }
  return {types};
}

/// No slice at all is a tensor if the body says what shape a slice would have.
static std::optional<Tensor> stackOfNone(const EvalContext &context, const ScanAttrs &attrs,
                                         unsigned result, unsigned output) {
  const Type &slice = context.op().region(attrs.body->index).output(result)->type();
  if (!slice.isTensor() || !slice.isStatic() || slice.dtype() == DType::String)
    return std::nullopt;
  Shape shape = slice.shape();
  auto axis = resolveAxis(entry(attrs.outputAxes, output), shape.size() + 1);
  if (!axis)
    return std::nullopt;
  shape.insert(shape.begin() + static_cast<std::ptrdiff_t>(*axis), 0);
  return Tensor(isFloat(slice.dtype()) ? DType::F64 : slice.dtype(), shape);
}

static LogicalResult stackOutputs(EvalContext &context, const ScanAttrs &attrs,
                                  CollectedSlices &slices, unsigned carried) {
  for (unsigned i = 0; i < slices.size(); ++i) {
    if (slices[i].empty()) {
      auto none = stackOfNone(context, attrs, carried + i, i);
      if (!none)
        return context.error() << "no step, the outputs have no shape";
      context.out(carried + i) = std::move(*none);
      continue;
    }
    if (entry(attrs.outputDirections, i))
      std::reverse(slices[i].begin(), slices[i].end());
    auto axis = resolveAxis(entry(attrs.outputAxes, i), slices[i].front().rank() + 1);
    auto all = axis ? slices.stacked(i, *axis) : std::nullopt;
    if (!all)
      return context.error() << "slices of scan output " << i << " cannot be stacked";
    context.outputs[carried + i] = std::move(*all);
  }
  return success();
}

static LogicalResult evalScan(EvalContext &context) {
  auto attrs = context.attrs<ScanAttrs>();
  const Op &op = context.op();
  auto inputs = static_cast<unsigned>(*attrs.numScanInputs);
  unsigned carried = op.numOperands() - inputs;
  std::vector<Datum> state;
  for (unsigned i = 0; i < carried; ++i)
    state.push_back(context.datum(i));
  auto axisOf = [&](unsigned i) {
    return *resolveAxis(entry(attrs.inputAxes, i), context.in(carried + i).rank());
  };
  int64_t steps = context.in(carried).shape()[axisOf(0)];
  CollectedSlices slices(op.numResults() - carried);
  for (int64_t step = 0; step < steps; ++step) {
    std::vector<Datum> arguments = state;
    for (unsigned i = 0; i < inputs; ++i) {
      int64_t at = entry(attrs.inputDirections, i) ? steps - 1 - step : step;
      const Datum &input = context.datum(carried + i);
      arguments.emplace_back(sliceAt(input.tensor(), axisOf(i), at), input.dtype());
    }
    auto outputs = context.run(op.region(attrs.body->index), std::move(arguments));
    if (failed(outputs))
      return failure();
    for (unsigned i = 0; i < carried; ++i)
      state[i] = std::move((*outputs)[i]);
    for (size_t i = 0; i < slices.size(); ++i)
      if (failed(slices.add(context, i, (*outputs)[carried + i])))
        return failure();
  }
  for (unsigned i = 0; i < carried; ++i)
    context.outputs[i] = std::move(state[i]);
  return stackOutputs(context, attrs, slices, carried);
}

OpDef defineScan() {
  return OpDef("scan")
      .summary("Runs a nested graph over the slices of sequences.")
      .variadic("initial_state_and_scan_inputs")
      .results(1, 1u << 16)
      .anyKind()
      .attrs<ScanAttrs>()
      .infer(inferScan)
      .bodyTypes(bodyTypes)
      .reference(evalScan)
      .onnx("Scan", 9);
}

} // namespace fixcon
