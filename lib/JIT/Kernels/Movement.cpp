// Data movement by the op's own index map, on elements of the dtype that the arithmetic has: nothing is widened.
#include "Kernels.h"

#include "fixcon/IR/Module.h"
#include "fixcon/Ops/InferContext.h"
#include "fixcon/Ops/OpDef.h"

namespace fixcon {

namespace {

class MovementKernel final : public Kernel {
public:
  explicit MovementKernel(KernelRequest request) : request(std::move(request)) {}

  std::optional<std::vector<RunValue>>
  run(std::span<const RunValue *const> operands) const override {
    std::vector<Datum> data(operands.size());
    std::vector<const Datum *> present(operands.size());
    std::vector<const Tensor *> tensors(operands.size());
    for (size_t i = 0; i < operands.size(); ++i) {
      if (!operands[i])
        continue;
      if (!operands[i]->isTensor())
        return std::nullopt;
      DType dtype = operands[i]->dtype();
      data[i] =
          isFloat(dtype) ? Datum(operands[i]->rows(request.dtype), dtype) : operands[i]->wide();
      present[i] = &data[i];
      tensors[i] = &data[i].tensor();
    }
    DiagnosticSuppressor suppressor(request.op.module().diagnostics());
    InferContext shapes(request.op, present);
    const OpDef &def = *opDef(request.op);
    if (failed(def.inferTypes(shapes)))
      return std::nullopt;
    InferContext context(request.op, present);
    auto maps = def.movement()(context);
    if (failed(maps))
      return std::nullopt;
    std::vector<RunValue> results;
    for (unsigned i = 0; i < maps->size() && i < request.op.numResults(); ++i)
      results.push_back(
          RunValue::rowMajor(gather((*maps)[i], tensors), shapes.results()[i].dtype()));
    return results;
  }

private:
  KernelRequest request;
};

} // namespace

std::unique_ptr<Kernel> makeMovementKernel(KernelRequest request) {
  return std::make_unique<MovementKernel>(std::move(request));
}

} // namespace fixcon
