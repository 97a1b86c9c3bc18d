// The reference meaning of one op, driven by its definition.
#include "Step.h"

#include "fixcon/Support/CheckedMath.h"

namespace fixcon {

int64_t footprint(const Tensor &tensor) {
  // Strings count as their handles: their letters are few.
  return storageSize(tensor.dtype(), tensor.shape()).value_or(INT64_MAX);
}

static void roundElements(Tensor &tensor, DType dtype) {
  if (dtype == DType::F64)
    return;
  auto values = tensor.mutableData<double>();
  if (dtype == DType::F32)
    for (double &value : values)
      value = static_cast<double>(static_cast<float>(value));
  else
    for (double &value : values)
      value = roundTo(dtype, value);
}

RuntimeValue toRuntime(const Tensor &tensor, DType dtype, Precision precision) {
  if (!isFloat(tensor.dtype()))
    return {tensor, tensor.dtype()};
  RuntimeValue value{tensor.converted(DType::F64), isFloat(dtype) ? dtype : tensor.dtype()};
  if (precision == Precision::Typed && value.dtype != tensor.dtype())
    roundElements(value.tensor, value.dtype);
  return value;
}

Tensor fromRuntime(const RuntimeValue &value, Precision precision) {
  bool narrow = precision == Precision::Typed && isFloat(value.dtype);
  return narrow ? value.tensor.converted(value.dtype) : value.tensor;
}

static InferContext concreteContext(const Op &op,
                                    const std::vector<const RuntimeValue *> &operands) {
  std::vector<OperandInfo> infos;
  for (const RuntimeValue *operand : operands)
    if (operand)
      infos.push_back({Type::tensor(operand->dtype, operand->tensor.shape()), &operand->tensor});
    else
      infos.push_back({Type::none(), nullptr});
  return InferContext(op, std::move(infos));
}

/// Bytes of the results of static type while the op runs.
static FailureOr<int64_t> bytesOf(const Op &op, const std::vector<Type> &types) {
  int64_t total = 0;
  for (const Type &type : types) {
    if (!type.isStatic())
      continue;
    DType held = isFloat(type.dtype()) ? DType::F64 : type.dtype();
    auto size = storageSize(held, type.shape());
    auto sum = size ? checkedAdd(total, *size) : std::nullopt;
    if (!sum)
      return op.emitError() << op.name() << ": the size of a result of type " << type.str()
                            << " overflows";
    total = *sum;
  }
  return total;
}

static LogicalResult checkBudget(const Op &op, int64_t bytes, const MemoryMeter &meter) {
  if (bytes <= meter.budget - meter.used)
    return success();
  return op.emitError() << op.name() << ": results of " << bytes << " bytes beside " << meter.used
                        << " in use exceed the memory budget of " << meter.budget << " bytes";
}

static LogicalResult checkResultTypes(const Op &op, const std::vector<Type> &types) {
  for (unsigned i = 0; i < op.numResults(); ++i)
    if (op.hasResult(i) && !types[i].isTensor())
      return op.emitError() << op.name() << ": result " << i << " has the type " << types[i].str()
                            << ", only tensors can be computed";
  return success();
}

/// Movement assigns its results whole and may share them with an operand: nothing to allocate.
static std::vector<Tensor> allocate(const Op &op, const OpDef &def,
                                    const std::vector<Type> &types) {
  std::vector<Tensor> results(op.numResults());
  if (def.family() == Family::Movement)
    return results;
  for (unsigned i = 0; i < op.numResults(); ++i)
    if (types[i].isStatic())
      results[i] =
          Tensor(isFloat(types[i].dtype()) ? DType::F64 : types[i].dtype(), types[i].shape());
    else if (types[i].isTensor())
      results[i] = Tensor(isFloat(types[i].dtype()) ? DType::F64 : types[i].dtype(), {0});
  return results;
}

/// A result must be what the shape rule said: another shape would spread silently.
static LogicalResult checkResult(const Op &op, unsigned i, const Tensor &result, const Type &type) {
  DType held = isFloat(type.dtype()) ? DType::F64 : type.dtype();
  bool fits = result.dtype() == held && (!type.isRanked() || type.rank() == result.rank());
  for (size_t d = 0; fits && type.isRanked() && d < type.rank(); ++d)
    fits = !type.dim(d).isStatic() || type.dim(d).size() == result.shape()[d];
  if (fits)
    return success();
  return op.emitError() << op.name() << ": result " << i << " was computed as "
                        << name(result.dtype()) << "[" << str(result.shape()) << "], its type is "
                        << type.str();
}

/// Different ops of one run draw different numbers, the same op the same ones in every run.
static uint64_t seedOf(const Op &op, uint64_t seed) {
  return hashString(op.numResults() ? op.result()->name() : op.name()).low ^ seed;
}

static LogicalResult finish(EvalContext &context, const std::vector<Type> &types, bool rounds,
                            MemoryMeter &meter, std::vector<RuntimeValue> &values) {
  const Op &op = context.op();
  for (unsigned i = 0; i < op.numResults(); ++i) {
    if (!op.hasResult(i)) {
      values.emplace_back();
      continue;
    }
    Tensor &result = context.outputs[i];
    if (failed(checkResult(op, i, result, types[i])))
      return failure();
    if (rounds && isFloat(types[i].dtype()))
      roundElements(result, types[i].dtype());
    int64_t bytes = footprint(result);
    if (failed(checkBudget(op, bytes, meter)))
      return failure();
    meter.used += bytes;
    values.push_back({std::move(result), types[i].dtype()});
  }
  return success();
}

FailureOr<std::vector<RuntimeValue>> runStep(const Op &op,
                                             const std::vector<const RuntimeValue *> &operands,
                                             const StepSettings &settings, MemoryMeter &meter) {
  const OpDef *def = opDef(op);
  if (!def)
    return op.emitError() << "op '" << op.name() << "' is not a core op and cannot be run";
  InferContext shapes = concreteContext(op, operands);
  if (failed(def->inferTypes(shapes)) || failed(checkResultTypes(op, shapes.results())))
    return failure();
  auto bytes = bytesOf(op, shapes.results());
  if (failed(bytes) || failed(checkBudget(op, *bytes, meter)))
    return failure();
  EvalContext context;
  context.theOp = &op;
  for (const RuntimeValue *operand : operands)
    context.inputs.push_back(operand ? &operand->tensor : nullptr);
  context.outputs = allocate(op, *def, shapes.results());
  context.runner = settings.runner;
  context.seed = seedOf(op, settings.seed);
  // Moved elements are on the grid of their dtype already.
  bool rounds = settings.precision == Precision::Typed && def->family() != Family::Movement;
  std::vector<RuntimeValue> values;
  if (failed(def->evaluate(context)) ||
      failed(finish(context, shapes.results(), rounds, meter, values)))
    return failure();
  return values;
}

} // namespace fixcon
