#include "WindowCalls.h"

#include "fixcon/Exec/Blocks.h"
#include "fixcon/Exec/Buffer.h"
#include "fixcon/Support/Stop.h"

#include <algorithm>

namespace fixcon {

std::shared_ptr<WindowCalls> WindowCalls::prepare(const KernelRequest &request,
                                                  std::span<const RunValue *const> operands,
                                                  size_t own, Shape result, size_t axis) {
  // With room for channels that fill their blocks.
  constexpr int64_t mostLanes = 64;
  Shape padded = result;
  padded.push_back(mostLanes);
  if (!storageSize(request.dtype, padded))
    return nullptr;
  auto calls = std::make_shared<WindowCalls>();
  calls->dtype = request.dtype;
  calls->declared = request.result.type().dtype();
  calls->lanes = request.lanes();
  calls->own = own;
  calls->result = std::move(result);
  calls->axis = axis;
  calls->epilogue.formula = request.chain.formula;
  for (size_t i = 0; i < request.chain.operands.size(); ++i) {
    auto kind =
        epilogueOperand(request.chain.operands[i], operands[own + i]->shape(), calls->result, axis);
    if (!kind)
      return nullptr;
    calls->epilogue.operands.push_back(*kind);
  }
  return calls;
}

/// So many bytes of weights stay in the first cache beside what they meet.
static int64_t blocksInCache(const WindowShape &s) {
  constexpr int64_t bytes = 16384;
  int64_t perBlock = s.inChannels * s.y.kernel * s.x.kernel * s.vectors * s.lanes *
                     static_cast<int64_t>(byteSize(s.dtype));
  // What is read once is better read in one go.
  if (s.inBlocks * perBlock <= 2 * bytes || s.x.windows * s.y.windows <= 2 * s.pixels)
    return std::max<int64_t>(s.inBlocks, 1);
  return std::max<int64_t>(bytes / perBlock, 1);
}

bool WindowCalls::addPart(Compiler &compiler, WindowShape shape, WindowPart part,
                          int64_t firstBlock) {
  constexpr int64_t mostSteps = 20'000;
  if (shape.codeSize() > mostSteps)
    return false;
  shape.blocksAtOnce = shape.taps == Taps::Product ? blocksInCache(shape) : 1;
  if (shape.isFlat)
    shape.x.windows = 1;
  part.outOffset = (part.firstOutput / lanes + firstBlock) * shape.outBlock;
  part.firstOutput += firstBlock * lanes;
  if (shape.inGroup)
    part.inOffset += firstBlock * shape.inGroup;
  part.shape = shape;
  part.function = reinterpret_cast<WindowFunction>(
      compiler.compile(shape.key(), [&](llvm::Module &module, const std::string &name) {
        writeWindows(module, name, shape);
      }));
  for (int64_t number :
       {static_cast<int64_t>(shape.dtype), part.firstOutput, part.groups, shape.vectors,
        shape.lanes, shape.inChannels, part.inputs, part.together, part.outputsOfGroup})
    part.packing += " " + std::to_string(number);
  parts.push_back(std::move(part));
  return true;
}

bool WindowCalls::addGroups(Compiler &compiler, const WindowShape &shape, int64_t vectors,
                            WindowPart part, int64_t blocks, int64_t tailLanes,
                            const std::function<int64_t(int64_t)> &pixelsFor) {
  int64_t whole = (blocks - (tailLanes ? 1 : 0)) / vectors, rest = blocks - whole * vectors;
  WindowShape s = shape;
  if (whole > 0) {
    s.vectors = vectors;
    s.pixels = pixelsFor(vectors);
    part.groups = whole;
    if (!addPart(compiler, s, part, 0))
      return false;
  }
  if (rest == 0)
    return true;
  s.vectors = rest;
  s.pixels = pixelsFor(rest);
  s.tailLanes = tailLanes;
  part.groups = 1;
  return addPart(compiler, s, part, whole * vectors);
}

RunValue
WindowCalls::run(std::span<const RunValue *const> operands,
                 const std::function<std::optional<Tensor>(const WindowPart &)> &packed) const {
  size_t width = byteSize(dtype);
  Tensor in = inputBlocked ? operands[0]->blocks(dtype, lanes) : operands[0]->rows(dtype);
  int64_t channels = result[axis], padded = blocksOf(channels, lanes) * lanes;
  std::vector<Tensor> beside;
  for (size_t i = 0; i < epilogue.operands.size(); ++i) {
    const RunValue &value = *operands[own + i];
    beside.push_back(epilogue.operands[i] == EpilogueOperand::Channel
                         ? channelVector(value, dtype, channels, padded)
                     : resultBlocked ? value.blocks(dtype, lanes)
                                     : value.rows(dtype));
  }
  std::vector<std::optional<Tensor>> weights;
  for (const WindowPart &part : parts)
    weights.push_back(packed(part));
  auto [out, to] = takeBuffer(dtype, resultBlocked ? blockedShape(result, lanes) : result);
  auto at = [width](const Tensor &t, int64_t element) {
    return t.bytes().data() + static_cast<size_t>(element) * width;
  };
  for (int64_t i = 0; i < count; ++i) {
    checkStop();
    WindowImage place = image(i);
    for (size_t p = 0; p < parts.size(); ++p) {
      const WindowPart &part = parts[p];
      int64_t result = place.out + part.outOffset;
      std::vector<const void *> pointers;
      for (size_t k = 0; k < beside.size(); ++k)
        pointers.push_back(at(beside[k], epilogue.operands[k] == EpilogueOperand::Channel
                                             ? part.firstOutput
                                             : result));
      int64_t ownWeights = place.weights * part.groups * part.shape.groupWeights();
      part.function(
          at(in, place.in + part.inOffset), weights[p] ? at(*weights[p], ownWeights) : nullptr,
          to + static_cast<size_t>(result) * width, pointers.data(), 0, part.groups, part.windows);
    }
  }
  return resultBlocked ? RunValue::blocked(std::move(out), result, declared)
                       : RunValue::rowMajor(std::move(out), declared);
}

} // namespace fixcon
