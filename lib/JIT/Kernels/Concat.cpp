// Channels in blocks are put behind each other block by block; whatever else there is to put together is moved as the
// op's index map says.
#include "Kernels.h"
#include "fixcon/Exec/Blocks.h"
#include "fixcon/Exec/Buffer.h"

#include <algorithm>
#include <cstring>

namespace fixcon {

namespace {

class ConcatKernel final : public Kernel {
public:
  explicit ConcatKernel(KernelRequest request)
      : request(request), movement(makeMovementKernel(std::move(request))) {}

  std::optional<std::vector<RunValue>>
  run(std::span<const RunValue *const> operands) const override {
    if (fitsBlocks(operands))
      return std::vector{joinBlocks(operands)};
    return movement->run(operands);
  }

private:
  /// Whether blocks end where operands do, and somebody has them.
  bool fitsBlocks(std::span<const RunValue *const> operands) const {
    int64_t lanes = request.lanes();
    const int64_t *axis = request.op.attr<int64_t>("axis");
    bool any = false;
    for (size_t i = 0; i < operands.size(); ++i) {
      if (!operands[i] || !operands[i]->isTensor())
        return false;
      const Shape &shape = operands[i]->shape();
      if (shape.size() < 2 || (i + 1 < operands.size() && shape[1] % lanes))
        return false;
      auto rank = static_cast<int64_t>(shape.size());
      if (!axis || (*axis + rank) % rank != 1 || elementCount(shape).value_or(0) == 0)
        return false;
      Shape other = operands[0]->shape();
      other[1] = shape[1];
      if (shape != other)
        return false;
      any |= operands[i]->hasBlocks(request.dtype, lanes);
    }
    return any;
  }

  RunValue joinBlocks(std::span<const RunValue *const> operands) const {
    int64_t lanes = request.lanes();
    Shape result = operands[0]->shape();
    result[1] = 0;
    std::vector<Tensor> parts;
    for (const RunValue *operand : operands) {
      result[1] += operand->shape()[1];
      parts.push_back(operand->blocks(request.dtype, lanes));
    }
    auto [out, to] = takeBuffer(request.dtype, blockedShape(result, lanes));
    for (int64_t n = 0; n < result[0]; ++n)
      for (const Tensor &part : parts) {
        size_t bytes = part.bytes().size() / static_cast<size_t>(result[0]);
        std::memcpy(to, part.bytes().data() + static_cast<size_t>(n) * bytes, bytes);
        to += bytes;
      }
    return RunValue::blocked(std::move(out), std::move(result), request.result.type().dtype());
  }

  KernelRequest request;
  std::unique_ptr<Kernel> movement;
};

} // namespace

std::unique_ptr<Kernel> makeConcatKernel(KernelRequest request) {
  return std::make_unique<ConcatKernel>(std::move(request));
}

} // namespace fixcon
