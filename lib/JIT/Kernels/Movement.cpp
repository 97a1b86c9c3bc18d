// Data movement by the op's own index map, on elements of the dtype that the arithmetic has: nothing is widened. What
// leaves each channel where it is moves blocks of channels as they lie.
#include "Kernels.h"

#include "fixcon/Exec/Blocks.h"
#include "fixcon/IR/Module.h"
#include "fixcon/Ops/InferContext.h"
#include "fixcon/Ops/OpDef.h"

namespace fixcon {

namespace {

bool readsDim(const IndexExpr &expr, unsigned dim) {
  switch (expr.kind()) {
  case IndexExpr::Kind::Dim:
    return expr.dimIndex() == dim;
  case IndexExpr::Kind::Constant:
    return false;
  case IndexExpr::Kind::Lookup:
    return readsDim(expr.left(), dim);
  default:
    return readsDim(expr.left(), dim) || readsDim(expr.right(), dim);
  }
}

/// The map over blocks of channels of operand 0, which has `shape`; nullopt if channels do not stay where they are.
std::optional<IndexMap> overBlocks(const IndexMap &map, const Shape &shape, int64_t lanes) {
  if (shape.size() < 3 || map.shape.size() != shape.size() || map.shape[1] != shape[1])
    return std::nullopt;
  IndexMap result{blockedShape(map.shape, lanes), {}, map.fillOperand};
  for (IndexMap::Piece piece : map.pieces) {
    bool isFilled = piece.operand == IndexMap::Piece::fill;
    if (!isFilled && (piece.operand != 0 || piece.index[1].kind() != IndexExpr::Kind::Dim))
      return std::nullopt;
    for (size_t i = 0; i < piece.index.size(); ++i)
      if (readsDim(piece.index[i], 1) != (i == 1))
        return std::nullopt;
    for (const IndexMap::Guard &guard : piece.guards)
      if (readsDim(guard.expr, 1))
        return std::nullopt;
    if (!isFilled)
      piece.index.push_back(IndexExpr::dim(static_cast<unsigned>(shape.size())));
    result.pieces.push_back(std::move(piece));
  }
  return result;
}

class MovementKernel final : public Kernel {
public:
  explicit MovementKernel(KernelRequest request) : request(std::move(request)) {}

  std::optional<std::vector<RunValue>>
  run(std::span<const RunValue *const> operands) const override {
    const OpDef &def = *opDef(request.op);
    std::vector<Tensor> known(operands.size());
    std::vector<OperandInfo> infos(operands.size(), OperandInfo{Type::none()});
    for (size_t i = 0; i < operands.size(); ++i) {
      if (!operands[i])
        continue;
      if (!operands[i]->isTensor())
        return std::nullopt;
      DType dtype = operands[i]->dtype();
      infos[i].type = Type::tensor(dtype, operands[i]->shape());
      // What is moved is known by its type, what says how by its elements.
      const OperandDef *about = def.operandDef(static_cast<unsigned>(i));
      if (isFloat(dtype) && !(about && configures(about->role)) && operands[i]->shape() != Shape())
        continue;
      known[i] = operands[i]->wide().tensor();
      infos[i].value = &known[i];
    }
    DiagnosticSuppressor suppressor(request.op.module().diagnostics());
    InferContext shapes(request.op, infos), context(request.op, infos);
    if (failed(def.inferTypes(shapes)))
      return std::nullopt;
    auto maps = def.movement()(context);
    if (failed(maps))
      return std::nullopt;
    return move(*maps, operands, known);
  }

private:
  /// `tensors` has the elements of operands that are no floats.
  std::vector<RunValue> move(const std::vector<IndexMap> &maps,
                             std::span<const RunValue *const> operands,
                             std::vector<Tensor> tensors) const {
    std::optional<IndexMap> blocks;
    if (operands[0]->hasBlocks(request.dtype, request.lanes()) && maps.size() == 1)
      blocks = overBlocks(maps.front(), operands[0]->shape(), request.lanes());
    std::vector<const Tensor *> elements(operands.size());
    for (size_t i = 0; i < operands.size(); ++i) {
      if (operands[i] && isFloat(operands[i]->dtype()))
        tensors[i] = blocks && i == 0 ? operands[i]->blocks(request.dtype, request.lanes())
                                      : operands[i]->rows(request.dtype);
      elements[i] = operands[i] ? &tensors[i] : nullptr;
    }
    DType declared = request.result.type().dtype();
    if (blocks)
      return {RunValue::blocked(gather(*blocks, elements), maps.front().shape, declared)};
    std::vector<RunValue> results;
    for (unsigned i = 0; i < maps.size() && i < request.op.numResults(); ++i)
      results.push_back(RunValue::rowMajor(gather(maps[i], elements), declared));
    return results;
  }

  KernelRequest request;
};

} // namespace

std::unique_ptr<Kernel> makeMovementKernel(KernelRequest request) {
  return std::make_unique<MovementKernel>(std::move(request));
}

} // namespace fixcon
