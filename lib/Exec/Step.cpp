// The reference meaning of one op, driven by its definition.
#include "Step.h"

#include "fixcon/IR/Module.h"
#include "fixcon/Ops/InferContext.h"
#include "fixcon/Ops/OpDef.h"
#include "fixcon/Ops/Opaque.h"
#include "fixcon/Support/CheckedMath.h"
#include "fixcon/Support/Stop.h"

#include <stdexcept>

namespace fixcon {

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

static DType runtimeDType(DType dtype) { return isFloat(dtype) ? DType::F64 : dtype; }

/// Bytes of the results of static type while the op runs.
static FailureOr<int64_t> bytesOf(const Op &op, const std::vector<Type> &types) {
  int64_t total = 0;
  for (const Type &type : types) {
    if (!type.isStatic())
      continue;
    auto size = storageSize(runtimeDType(type.dtype()), type.shape());
    auto sum = size ? checkedAdd(total, *size) : std::nullopt;
    if (!sum)
      return op.emitError().code(op.name() + "_run")
             << "the size of a result of type " << type.str() << " overflows";
    total = *sum;
  }
  return total;
}

LogicalResult checkBudget(const Op &op, int64_t bytes, const MemoryMeter &meter) {
  if (bytes <= meter.budget - meter.used)
    return success();
  return op.emitError().code(op.name() + "_run")
         << "results of " << bytes << " bytes beside " << meter.used
         << " in use exceed the memory budget of " << meter.budget << " bytes";
}

/// Tensors alone: nothing else has a size before it is computed. Movement assigns its results whole
/// and may share them with an operand.
static std::vector<Datum> allocate(const Op &op, const OpDef &def, const std::vector<Type> &types) {
  std::vector<Datum> results(op.numResults());
  for (unsigned i = 0; i < op.numResults(); ++i) {
    const Type &type = types[i];
    if (!type.isTensor())
      continue;
    bool sized = type.isStatic() && def.family() != Family::Movement;
    results[i] =
        Datum(Tensor(runtimeDType(type.dtype()), sized ? type.shape() : Shape{0}), type.dtype());
  }
  return results;
}

/// A result must be what the shape rule said: another shape would spread silently. Only what nested
/// graphs give can be of a type that is not known before. Elements of lists have shapes of their
/// own, whatever a model declares of a list that grows in a loop.
static LogicalResult checkResult(const Op &op, unsigned i, const Datum &result, const Type &type) {
  const Tensor &tensor = result.tensor();
  bool wide = !result.isTensor() || tensor.dtype() == runtimeDType(result.dtype());
  if (wide && fits(result, type.isTensor() ? type : type.withoutShape()))
    return success();
  return op.emitError().code(op.name() + "_run")
         << "result " << i << " was computed as "
         << (result.isTensor() ? typeOf(tensor) : result.type()).str() << ", its type is "
         << type.str();
}

/// Different ops of one run draw different numbers, the same op the same ones in every run.
static uint64_t seedOf(const Op &op, uint64_t seed) {
  return hashString(op.numResults() ? op.result()->name() : op.name()).low ^ seed;
}

static LogicalResult finish(EvalContext &context, const std::vector<Type> &types, bool rounds,
                            MemoryMeter &meter, std::vector<Datum> &values) {
  const Op &op = context.op();
  for (unsigned i = 0; i < op.numResults(); ++i) {
    if (!op.hasResult(i)) {
      values.emplace_back();
      continue;
    }
    Datum &result = context.outputs[i];
    if (failed(checkResult(op, i, result, types[i])))
      return failure();
    // Elements of lists have been results themselves.
    if (rounds && result.isTensor() && isFloat(result.dtype()))
      roundElements(result.tensor(), result.dtype());
    int64_t bytes = result.bytes();
    if (failed(checkBudget(op, bytes, meter)))
      return failure();
    meter.used += bytes;
    values.push_back(std::move(result));
  }
  return success();
}

static FailureOr<std::vector<Datum>> evaluate(const Op &op,
                                              const std::vector<const Datum *> &operands,
                                              const StepSettings &settings, MemoryMeter &meter) {
  if (isOpaque(op))
    return op.emitError().code("opaque_run") << describeOpaque(op) << " cannot be computed";
  const OpDef *def = opDef(op);
  if (!def)
    return op.emitError().code("IR-core-op")
           << "op '" << op.name() << "' is not a core op and cannot be run";
  InferContext shapes(op, operands);
  if (failed(def->inferTypes(shapes)))
    return failure();
  auto bytes = bytesOf(op, shapes.results());
  if (failed(bytes) || failed(checkBudget(op, *bytes, meter)))
    return failure();
  EvalContext context;
  context.theOp = &op;
  context.inputs = operands;
  context.outputs = allocate(op, *def, shapes.results());
  context.runner = settings.runner;
  context.seed = seedOf(op, settings.seed);
  context.byteBudget = meter.budget - meter.used;
  // Moved elements are on the grid of their dtype already, and so are those of nested graphs.
  bool rounds = settings.numerics == Numerics::Typed && def->family() != Family::Movement &&
                op.numRegions() == 0;
  std::vector<Datum> values;
  if (failed(def->evaluate(context)) ||
      failed(finish(context, shapes.results(), rounds, meter, values)))
    return failure();
  return values;
}

/// Memory that runs out says where. A kernel that breaks its own rules ends neither the process nor what
/// else is compared.
FailureOr<std::vector<Datum>> runStep(const Op &op, const std::vector<const Datum *> &operands,
                                      const StepSettings &settings, MemoryMeter &meter) {
  checkStop();
  try {
    return evaluate(op, operands, settings, meter);
  } catch (const OutOfMemory &) {
    throw;
  } catch (const std::bad_alloc &) {
    throw OutOfMemory(op.location());
  } catch (const std::length_error &) {
    throw OutOfMemory(op.location());
  } catch (const std::logic_error &error) {
    return op.module().diagnostics().internalError(op.location()).code(op.name() + "_run")
           << error.what();
  }
}

} // namespace fixcon
