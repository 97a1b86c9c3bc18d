//   %y: i8 = tfl.CONV_2D %x, %w      ->      %a = dequantize_linear %x ...    %b = dequantize_linear %w ...
//                                            %y.real: f32 = tfl.CONV_2D %a, %b
//                                            %y = quantize_linear %y.real ...
//
// and where the interpreter's kernel comes to its integers otherwise, these stand behind (GridKernels.h).
#include "TensorGrids.h"

#include "GridKernels.h"

#include "fixcon/IR/Module.h"
#include "fixcon/Ops/Computed.h"
#include "fixcon/Transforms/CoreBuilder.h"
#include "fixcon/Transforms/RuleBuilder.h"

#include <algorithm>

namespace fixcon {

namespace {

/// The scale and zero point of a grid as operands, for integers of that dtype.
std::vector<Value *> parametersOf(CoreBuilder &b, const Quantization &grid, DType dtype) {
  Shape shape = grid.isPerAxis() ? Shape{std::ssize(grid.scales)} : Shape{};
  return {b.constant(Tensor::of<float>(shape, grid.scales)),
          b.constant(Tensor::of<int64_t>(shape, grid.zeroPoints).converted(dtype))};
}

AttrDict axisOf(const Quantization &grid) {
  return grid.isPerAxis() ? attrsOf({{"axis", grid.axis}}) : AttrDict();
}

/// Integers of more than 32 bits, which biases have, are scaled by a product.
Value *scaled(CoreBuilder &b, Value *x, const Quantization &grid) {
  Shape shape;
  if (grid.isPerAxis() && x->type().isRanked()) {
    shape.assign(x->type().rank(), 1);
    shape[static_cast<size_t>(grid.axis)] = std::ssize(grid.scales);
  }
  return b.value("mul", {b.cast(x, DType::F32), b.constant(Tensor::of<float>(shape, grid.scales))});
}

Value *realOf(CoreBuilder &b, Value *x, const Quantization &grid) {
  DType dtype = x->type().dtype();
  if (dtype == DType::I64 || dtype == DType::U64)
    return scaled(b, x, grid);
  std::vector<Value *> operands = parametersOf(b, grid, dtype);
  operands.insert(operands.begin(), x);
  return b.value("dequantize_linear", operands, axisOf(grid));
}

} // namespace

TensorGrids::TensorGrids(Graph &graph) { takeAll(graph); }

void TensorGrids::takeFrom(Value &value) {
  const Type &type = value.type();
  const Quantization *grid = type.quantization();
  if (!grid)
    return;
  // Floats only keep what stood there.
  if (isInteger(type.dtype())) {
    grids[value.name()] = std::make_shared<const Quantization>(*grid);
    integers.emplace(value.name(), type.dtype());
  }
  value.setType(type.quantized(std::shared_ptr<const Quantization>()));
}

void TensorGrids::takeAll(Graph &graph) {
  for (const auto &argument : graph.arguments())
    takeFrom(*argument);
  for (const auto &weight : graph.weights())
    takeFrom(*weight);
  for (const auto &op : graph.ops()) {
    for (unsigned i = 0; i < op->numResults(); ++i)
      takeFrom(*op->result(i));
    for (unsigned i = 0; i < op->numRegions(); ++i)
      takeAll(op->region(i));
  }
}

TensorGrids::GridOf TensorGrids::of(const Value *value) const {
  auto found = value ? grids.find(value->name()) : grids.end();
  return found == grids.end() ? nullptr : found->second;
}

/// Operators that put integers elsewhere and zeros between them, whatever real number a zero stands for.
static bool fillsWithZeros(const Op &op) {
  static constexpr std::string_view types[] = {"BITCAST",         "DILATE",     "MATRIX_DIAG",
                                               "MATRIX_SET_DIAG", "SCATTER_ND", "SPARSE_TO_DENSE"};
  return std::ranges::find(types, op.type()) != std::end(types);
}

bool TensorGrids::roundArguments(Graph &graph) {
  bool any = false;
  for (const auto &argument : graph.arguments()) {
    auto grid = of(argument.get());
    if (!grid || !argument->type().isTensor() || !isFloat(argument->type().dtype()) ||
        !graph.front())
      continue;
    auto dtype = integers.find(argument->name());
    CoreBuilder b(*graph.front(), argument->name(), {});
    std::vector<Value *> operands = parametersOf(b, *grid, dtype->second);
    operands.insert(operands.begin(), argument.get());
    const std::vector<Use> uses = argument->uses();
    Value *rounded = b.value("quantize_linear", operands, axisOf(*grid));
    for (const Use &use : uses)
      if (use.op)
        use.op->setOperand(use.index, rounded);
      else
        use.graph->setOutput(use.index, rounded);
    grids[rounded->name()] = grid;
    grids.erase(argument->name());
    any = true;
  }
  return any;
}

void TensorGrids::readOutputs(Graph &graph) const {
  for (unsigned i = 0; i < graph.numOutputs(); ++i) {
    Value *output = graph.output(i);
    auto grid = of(output);
    Op *maker = output->definingOp();
    if (!grid || !maker || !output->type().isTensor() || !isInteger(output->type().dtype()))
      continue;
    const std::string name = output->name();
    Op *op = graph.createOp("dequantize_linear", {}, axisOf(*grid), nullptr);
    CoreBuilder b(*op, name, maker->origins());
    std::vector<Value *> operands = parametersOf(b, *grid, output->type().dtype());
    operands.insert(operands.begin(), output);
    op->setOperands(operands);
    op->setOrigins(maker->origins());
    op->setLocation(maker->location());
    Value *real = op->addResult(Type(), graph.uniqueName(name + ".real"));
    (void)inferOp(*op);
    graph.setOutput(i, real);
    graph.rename(output, graph.uniqueName(name + ".grid"));
    graph.rename(real, name);
  }
}

Op *TensorGrids::between(Op &op) const {
  auto onGrid = [&](const Value *value) { return of(value) != nullptr; };
  bool makes = false;
  for (unsigned i = 0; i < op.numResults(); ++i)
    makes |= op.hasResult(i) && onGrid(op.result(i));
  bool isFree = op.dialect().empty() || op.numRegions() > 0 || fillsWithZeros(op);
  if (isFree || (!makes && std::ranges::none_of(op.operands(), onGrid)))
    return &op;
  Graph &graph = op.parent();
  const std::string origin = originName(op);
  CoreBuilder b(op, origin, {origin});
  std::vector<Value *> operands = op.operands();
  for (Value *&operand : operands)
    if (auto grid = of(operand); grid && operand->type().isTensor())
      operand = realOf(b, operand, *grid);
  auto gridOf = [&](const Value *value) { return of(value); };
  AttrDict attrs = op.attrs();
  if (auto rounding = hybridRounding(op, gridOf)) {
    operands[0] = b.value("rounded_rows", {operands[0]}, rounding->rows);
    if (rounding->roundsState)
      attrs.set(roundedState,
                rounding->rows.getOr<bool>("symmetric", true) ? "symmetric" : "plain");
  }
  Op *real = graph.createOp(op.name(), operands, std::move(attrs), &op);
  real->setLocation(op.location());
  real->setOrigins({origin});
  std::vector<std::pair<Value *, std::string>> names;
  for (unsigned i = 0; i < op.numResults(); ++i) {
    Value &result = *op.result(i);
    auto grid = of(&result);
    const std::string name = result.name();
    Type type = result.type();
    if (grid && type.isTensor())
      type = type.isRanked() ? Type::tensor(DType::F32, type.dims()) : Type::unranked(DType::F32);
    Value *made = real->addResult(type, op.hasResult(i) ? graph.uniqueName(name + ".real") : "");
    if (!op.hasResult(i))
      continue;
    if (grid) {
      DType dtype = result.type().dtype();
      std::vector<Value *> parameters = parametersOf(b, *grid, dtype);
      AttrDict arithmetic = gridArithmetic(op, dtype, gridOf);
      for (const auto &[key, axis] : axisOf(*grid))
        arithmetic.set(key, axis);
      parameters.insert(parameters.begin(), made);
      auto append = [&](const char *core, const std::vector<Value *> &inputs, AttrDict options) {
        Op *last = graph.createOp(core, inputs, std::move(options), &op);
        last->setLocation(op.location());
        last->setOrigins({origin});
        made = last->addResult(result.type(), graph.uniqueName(name + ".grid"));
      };
      append("quantize_linear", parameters, std::move(arithmetic));
      if (auto kernel = kernelOf(op, gridOf)) {
        kernel->operands.insert(kernel->operands.begin(), made);
        append(kernel->core.c_str(), kernel->operands, std::move(kernel->attrs));
      }
    }
    result.replaceAllUsesWith(made);
    names.emplace_back(made, name);
  }
  op.erase();
  for (auto &[value, name] : names)
    graph.rename(value, name);
  return real;
}

} // namespace fixcon
