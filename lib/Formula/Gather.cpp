// Moves elements as an index map says. A map that keeps the order shares storage; pieces that are
// boxes are copied run by run, the last piece first so that the first one wins; whatever is left
// goes element by element.
#include "GatherBox.h"
#include "IndexNode.h"
#include "IndexProgram.h"

#include "fixcon/Support/Stop.h"

#include <algorithm>
#include <cstring>

namespace fixcon {
namespace {

using Piece = IndexMap::Piece;

/// Every element of `out`, which is zero, becomes the one of `value`, of the same dtype.
void fillAll(Tensor &out, const Tensor &value) {
  if (out.isString()) {
    for (std::string &s : out.mutableStrings())
      s = value.strings()[0];
    return;
  }
  auto element = value.bytes();
  bool zero =
      std::all_of(element.begin(), element.end(), [](std::byte b) { return b == std::byte(); });
  if (zero)
    return;
  auto bytes = out.mutableBytes();
  for (size_t i = 0; i < bytes.size(); i += element.size())
    std::memcpy(bytes.data() + i, element.data(), element.size());
}

bool keepsOrder(const IndexMap &map, const Shape &operand) {
  if (map.pieces.size() != 1 || !map.pieces[0].guards.empty() ||
      elementCount(operand) != elementCount(map.shape))
    return false;
  IndexMap same = IndexMap::reshape(operand, map.shape);
  Simplifier simplify(map.shape);
  for (size_t i = 0; i < operand.size(); ++i)
    if (!sameExpression(simplify(map.pieces[0].index[i]), simplify(same.pieces[0].index[i])))
      return false;
  return true;
}

bool copyBoxes(const IndexMap &map, std::span<const Tensor *const> operands, Tensor &out) {
  std::vector<BoxPiece> boxes;
  for (const Piece &piece : map.pieces) {
    if (piece.operand == Piece::fill)
      return false;
    auto box = asBox(map, piece, operands[piece.operand]->shape());
    if (!box)
      return false;
    boxes.push_back(std::move(*box));
  }
  std::byte *target = out.mutableBytes().data();
  for (size_t i = boxes.size(); i-- > 0;)
    boxes[i].copy(operands[boxes[i].operand]->bytes().data(), target, byteSize(out.dtype()));
  return true;
}

/// Copies element `at` of one tensor to element `to` of another of the same dtype.
void copyElement(const Tensor &from, int64_t at, Tensor &out, std::byte *bytes, int64_t to) {
  if (out.isString()) {
    out.mutableStrings()[static_cast<size_t>(to)] = from.strings()[static_cast<size_t>(at)];
    return;
  }
  size_t width = byteSize(out.dtype());
  std::memcpy(bytes + static_cast<size_t>(to) * width,
              from.bytes().data() + static_cast<size_t>(at) * width, width);
}

void copyElements(const IndexMap &map, std::span<const Tensor *const> operands, Tensor &out) {
  std::vector<Shape> shapes;
  for (const Tensor *operand : operands)
    shapes.push_back(operand ? operand->shape() : Shape());
  MapProgram program(map, shapes);
  std::byte *bytes = out.isString() ? nullptr : out.mutableBytes().data();
  StopCheck stop;
  for (int64_t first = 0; first < out.size(); first += IndexProgram::blockSize) {
    int64_t count = std::min(IndexProgram::blockSize, out.size() - first);
    program.run(first, count);
    stop.after(count * static_cast<int64_t>(map.pieces.size()));
    for (int64_t i = 0; i < count; ++i)
      if (program.operand(i) != Piece::fill)
        copyElement(*operands[program.operand(i)], program.offset(i), out, bytes, first + i);
  }
}

DType dtypeOf(const IndexMap &map, std::span<const Tensor *const> operands) {
  for (const Piece &piece : map.pieces)
    if (piece.operand != Piece::fill)
      return operands[piece.operand]->dtype();
  return operands[map.fillOperand.value_or(0)]->dtype();
}

} // namespace

/// The operand itself under the result's shape, if the map keeps its order.
static std::optional<Tensor> shared(const IndexMap &map, std::span<const Tensor *const> operands) {
  if (map.pieces.size() != 1 || map.pieces[0].operand == Piece::fill)
    return std::nullopt;
  const Tensor &only = *operands[map.pieces[0].operand];
  if (!keepsOrder(map, only.shape()))
    return std::nullopt;
  return only.reshaped(map.shape);
}

void gatherInto(Tensor &out, const IndexMap &map, std::span<const Tensor *const> operands) {
  if (auto same = shared(map, operands)) {
    out = std::move(*same);
    return;
  }
  DType dtype = dtypeOf(map, operands);
  if (out.dtype() != dtype || out.shape() != map.shape)
    out = Tensor(dtype, map.shape);
  if (out.size() == 0)
    return;
  if (map.fillOperand)
    fillAll(out, *operands[*map.fillOperand]);
  if (out.isString() || !copyBoxes(map, operands, out))
    copyElements(map, operands, out);
}

Tensor gather(const IndexMap &map, std::span<const Tensor *const> operands) {
  Tensor out;
  gatherInto(out, map, operands);
  return out;
}

} // namespace fixcon
