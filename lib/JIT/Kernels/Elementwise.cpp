// Chains of elementwise ops, one formula over one element of each operand. They run on blocks of channels where one
// operand lies so and the others can, else row by row; what repeats is not spread.
#include "FlatCode.h"
#include "Kernels.h"
#include "Shapes.h"
#include "fixcon/Exec/Blocks.h"
#include "fixcon/Exec/Buffer.h"

#include "fixcon/Ops/Broadcast.h"
#include "fixcon/Support/Stop.h"

#include <algorithm>

namespace fixcon {

namespace {

/// The function for runs of `run` elements, and where the runs of each operand begin.
struct FlatCalls {
  FlatFunction function;
  Shape result;
  bool isBlocked = false;
  int64_t run = 0;
  Shape outer;                ///< extents over which runs follow each other
  std::vector<Shape> strides; ///< of each operand, from run to run along these
};

class ElementwiseKernel final : public Kernel {
public:
  explicit ElementwiseKernel(KernelRequest request) : request(std::move(request)) {}

  std::optional<std::vector<RunValue>>
  run(std::span<const RunValue *const> operands) const override {
    if (!std::ranges::all_of(operands, [](const RunValue *o) { return o && o->isTensor(); }))
      return std::nullopt;
    bool isBlocked = std::ranges::any_of(operands, [&](const RunValue *o) {
      return o->shape().size() > 1 && o->hasBlocks(request.dtype, request.lanes());
    });
    std::shared_ptr<const FlatCalls> calls;
    if (isBlocked)
      calls = blocked.get(operands, [&] { return specialize(operands, true); });
    if (!calls)
      calls = rows.get(operands, [&] { return specialize(operands, false); });
    return calls ? std::optional(std::vector{compute(*calls, operands)}) : std::nullopt;
  }

private:
  std::shared_ptr<const FlatCalls> specialize(std::span<const RunValue *const> operands,
                                              bool isBlocked) const;
  RunValue compute(const FlatCalls &calls, std::span<const RunValue *const> operands) const;

  KernelRequest request;
  ByShapes<FlatCalls> rows, blocked;
};

/// Dims of the result with, for each operand, its stride in elements; dims that continue each other in all of them
/// are one.
struct Walk {
  Shape extents;
  std::vector<Shape> strides;

  explicit Walk(size_t operands) : strides(operands) {}

  void append(int64_t extent, const Shape &each) {
    if (extent == 1)
      return;
    bool continues = !extents.empty();
    for (size_t k = 0; continues && k < strides.size(); ++k)
      continues = strides[k].back() == each[k] * extent;
    if (continues) {
      extents.back() *= extent;
      for (size_t k = 0; k < strides.size(); ++k)
        strides[k].back() = each[k];
      return;
    }
    extents.push_back(extent);
    for (size_t k = 0; k < strides.size(); ++k)
      strides[k].push_back(each[k]);
  }
  /// A single element is a run as well.
  void end() {
    if (!extents.empty())
      return;
    extents.push_back(1);
    for (Shape &s : strides)
      s.push_back(0);
  }
};

std::optional<Shape> resultShape(std::span<const RunValue *const> operands) {
  std::optional<Dims> dims = Dims();
  for (const RunValue *operand : operands)
    if (dims)
      dims = broadcast(*dims, Dims(operand->shape().begin(), operand->shape().end()));
  if (!dims)
    return std::nullopt;
  Shape shape;
  for (const Dim &dim : *dims)
    shape.push_back(dim.size());
  return elementCount(shape).value_or(0) > 0 ? std::optional(shape) : std::nullopt;
}

/// How an operand is read along the innermost dim, or the innermost two; nullopt if in no way that there is code for.
std::optional<FlatOperand> flatOperand(const Shape &extents, const Shape &strides, size_t inner) {
  int64_t step = strides.back();
  if (step > 1)
    return std::nullopt;
  FlatOperand kind = step == 1 ? FlatOperand::Contiguous : FlatOperand::Single;
  if (inner == 1)
    return kind;
  int64_t outer = strides[strides.size() - 2];
  if (step == 1 && outer == 0)
    return FlatOperand::Lanes;
  return outer == step * extents.back() ? std::optional(kind) : std::nullopt;
}

} // namespace

std::shared_ptr<const FlatCalls>
ElementwiseKernel::specialize(std::span<const RunValue *const> operands, bool isBlocked) const {
  auto result = resultShape(operands);
  if (!result)
    return nullptr;
  int64_t lanes = request.lanes();
  Walk walk(operands.size());
  std::vector<Shape> shapes;
  for (const RunValue *operand : operands) {
    Shape shape = operand->shape();
    shape.insert(shape.begin(), result->size() - shape.size(), 1);
    // One channel in blocks is a vector with one number in it, which does not repeat.
    if (isBlocked && shape[1] == 1 && (*result)[1] != 1 && elementCount(shape) != 1)
      return nullptr;
    shapes.push_back(isBlocked && elementCount(shape) != 1 ? blockedShape(shape, lanes) : shape);
  }
  Shape extents = isBlocked ? blockedShape(*result, lanes) : *result;
  std::vector<Shape> strides;
  for (const Shape &shape : shapes)
    strides.push_back(elementCount(shape) == 1 ? Shape(extents.size(), 0)
                                               : broadcastStrides(shape, extents));
  for (size_t d = 0; d < extents.size(); ++d) {
    Shape each;
    for (const Shape &s : strides)
      each.push_back(s[d]);
    walk.append(extents[d], each);
  }
  walk.end();
  auto calls = std::make_shared<FlatCalls>();
  calls->result = *result;
  calls->isBlocked = isBlocked;
  // Two dims make one run where vectors of lanes are what repeats.
  size_t inner = isBlocked && walk.extents.size() > 1 && walk.extents.back() == lanes ? 2 : 1;
  FlatShape shape{request.dtype, lanes, request.chain.formula, {}};
  for (size_t k = 0; k < operands.size(); ++k) {
    auto kind = flatOperand(walk.extents, walk.strides[k], inner);
    if (!kind)
      return nullptr;
    shape.operands.push_back(*kind);
  }
  auto split = static_cast<std::ptrdiff_t>(walk.extents.size() - inner);
  calls->outer.assign(walk.extents.begin(), walk.extents.begin() + split);
  for (const Shape &of : walk.strides)
    calls->strides.emplace_back(of.begin(), of.begin() + split);
  int64_t total = elementCount(walk.extents).value_or(0),
          runs = elementCount(calls->outer).value_or(0);
  calls->run = total / runs;
  // So short that starting costs more than computing.
  if (calls->run < 4 && runs > 1024)
    return nullptr;
  calls->function = reinterpret_cast<FlatFunction>(
      request.compiler->compile(shape.key(), [&](llvm::Module &module, const std::string &name) {
        writeFlat(module, name, shape);
      }));
  return calls;
}

RunValue ElementwiseKernel::compute(const FlatCalls &calls,
                                    std::span<const RunValue *const> operands) const {
  int64_t lanes = request.lanes();
  size_t width = byteSize(request.dtype);
  std::vector<Tensor> tensors;
  for (const RunValue *operand : operands) {
    bool isOne = elementCount(operand->shape()) == 1;
    if (!calls.isBlocked || isOne) {
      tensors.push_back(operand->rows(request.dtype));
      continue;
    }
    // Missing axes are ones, so that channels stand where blocks look for them.
    Shape shape = operand->shape();
    shape.insert(shape.begin(), calls.result.size() - shape.size(), 1);
    bool isWhole = shape == operand->shape();
    tensors.push_back(
        isWhole ? operand->blocks(request.dtype, lanes)
                : RunValue::rowMajor(operand->rows(request.dtype).reshaped(shape), operand->dtype())
                      .blocks(request.dtype, lanes));
  }
  auto [out, to] =
      takeBuffer(request.dtype, calls.isBlocked ? blockedShape(calls.result, lanes) : calls.result);
  std::vector<const std::byte *> from;
  for (const Tensor &tensor : tensors)
    from.push_back(tensor.bytes().data());
  Shape index(calls.outer.size(), 0);
  StopCheck stop;
  for (bool isDone = false; !isDone; to += static_cast<size_t>(calls.run) * width) {
    calls.function(to, reinterpret_cast<const void *const *>(from.data()), calls.run);
    stop.after(calls.run);
    isDone = true;
    for (size_t d = index.size(); d-- > 0 && isDone;) {
      isDone = ++index[d] == calls.outer[d];
      int64_t steps = isDone ? 1 - index[d] : 1;
      for (size_t k = 0; k < from.size(); ++k)
        from[k] += steps * calls.strides[k][d] * static_cast<int64_t>(width);
      if (isDone)
        index[d] = 0;
    }
  }
  DType declared = request.result.type().dtype();
  return calls.isBlocked ? RunValue::blocked(std::move(out), calls.result, declared)
                         : RunValue::rowMajor(std::move(out), declared);
}

std::unique_ptr<Kernel> makeElementwiseKernel(KernelRequest request) {
  return std::make_unique<ElementwiseKernel>(std::move(request));
}

} // namespace fixcon
