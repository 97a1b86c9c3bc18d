// Equal subexpressions are one step: by identity first, then by kind and the numbers of their
// parts. Of the pieces of a map the first whose guards hold counts, but all are computed; so sums
// wrap instead of overflowing and a lookup outside of its table gives 0. Divisors are positive.
#include "IndexProgram.h"

#include "IndexNode.h"

#include <algorithm>

namespace fixcon {

using Kind = IndexExpr::Kind;

IndexProgram::IndexProgram(const Shape &shape) : shape(shape) {
  for (size_t i = 0; i < shape.size(); ++i)
    newValue();
}

unsigned IndexProgram::newValue() {
  storage.resize(storage.size() + static_cast<size_t>(blockSize));
  return values++;
}

unsigned IndexProgram::add(const IndexExpr &e) {
  if (e.kind() == Kind::Dim)
    return e.dimIndex();
  if (e.kind() == Kind::Constant) {
    auto [it, isNew] = constants.try_emplace(e.constant(), 0);
    if (isNew) {
      it->second = newValue();
      std::fill_n(block(it->second), blockSize, e.constant());
    }
    return it->second;
  }
  if (auto it = known.find(e.id()); it != known.end())
    return it->second;
  bool lookup = e.kind() == Kind::Lookup;
  unsigned left = add(e.left()), right = lookup ? 0 : add(e.right());
  const std::vector<int64_t> *table = lookup ? &e.table() : nullptr;
  auto [it, isNew] = computed.try_emplace(Key(e.kind(), left, right, table), 0);
  if (isNew) {
    it->second = newValue();
    steps.push_back({e.kind(), left, right, it->second, table});
  }
  alive.push_back(e);
  return known[e.id()] = it->second;
}

void IndexProgram::fillDims(int64_t first, int64_t count) {
  std::vector<int64_t> at(shape.size());
  int64_t rest = first;
  for (size_t d = shape.size(); d-- > 0; rest /= shape[d])
    at[d] = rest % shape[d];
  for (int64_t i = 0; i < count; ++i) {
    for (size_t d = 0; d < shape.size(); ++d)
      block(static_cast<unsigned>(d))[i] = at[d];
    for (size_t d = shape.size(); d-- > 0;) {
      if (++at[d] < shape[d])
        break;
      at[d] = 0;
    }
  }
}

/// Where no guard of the piece holds, the index may lie beyond the table; the value is not used.
static int64_t tableAt(const std::vector<int64_t> &table, int64_t at) {
  return at >= 0 && at < static_cast<int64_t>(table.size()) ? table[static_cast<size_t>(at)] : 0;
}

template <class Fn>
static void forBlock(int64_t *out, const int64_t *a, const int64_t *b, int64_t count, Fn &&fn) {
  for (int64_t i = 0; i < count; ++i)
    out[i] = fn(a[i], b[i]);
}

void IndexProgram::run(int64_t first, int64_t count) {
  fillDims(first, count);
  for (const Step &s : steps) {
    int64_t *out = block(s.target);
    const int64_t *a = block(s.left), *b = block(s.right);
    if (s.kind == Kind::Lookup)
      forBlock(out, a, a, count, [&](int64_t x, int64_t) { return tableAt(*s.table, x); });
    else if (s.kind == Kind::Add)
      forBlock(out, a, b, count, [](int64_t x, int64_t y) {
        return static_cast<int64_t>(static_cast<uint64_t>(x) + static_cast<uint64_t>(y));
      });
    else if (s.kind == Kind::Mul)
      forBlock(out, a, b, count, [](int64_t x, int64_t y) {
        return static_cast<int64_t>(static_cast<uint64_t>(x) * static_cast<uint64_t>(y));
      });
    else if (s.kind == Kind::FloorDiv)
      forBlock(out, a, b, count, [](int64_t x, int64_t y) { return x / y - (x % y < 0); });
    else
      forBlock(out, a, b, count,
               [](int64_t x, int64_t y) { return x % y < 0 ? x % y + y : x % y; });
  }
}

MapProgram::MapProgram(const IndexMap &map, std::span<const Shape> operandShapes)
    : program(map.shape), operands(static_cast<size_t>(IndexProgram::blockSize)),
      offsets(static_cast<size_t>(IndexProgram::blockSize)) {
  for (const IndexMap::Piece &piece : map.pieces) {
    Piece compiled{piece.operand, 0, {}, &piece.guards};
    for (const IndexMap::Guard &g : piece.guards)
      compiled.guards.push_back(program.add(g.expr));
    if (piece.operand != IndexMap::Piece::fill)
      compiled.offset = program.add(linear(piece.index, stridesOf(operandShapes[piece.operand])));
    pieces.push_back(std::move(compiled));
  }
}

bool MapProgram::holds(const Piece &piece, int64_t i) const {
  for (size_t g = 0; g < piece.guards.size(); ++g) {
    int64_t value = program.value(piece.guards[g])[i];
    if (value < (*piece.bounds)[g].low || value >= (*piece.bounds)[g].high)
      return false;
  }
  return true;
}

void MapProgram::run(int64_t first, int64_t count) {
  program.run(first, count);
  std::fill(operands.begin(), operands.end(), IndexMap::Piece::fill);
  for (int64_t i = 0; i < count; ++i)
    for (const Piece &piece : pieces)
      if (holds(piece, i)) {
        operands[static_cast<size_t>(i)] = piece.operand;
        offsets[static_cast<size_t>(i)] = program.value(piece.offset)[i];
        break;
      }
}

std::vector<int64_t> offsets(const IndexMap &map, const Shape &operandShape) {
  int64_t size = *elementCount(map.shape);
  std::vector<int64_t> result(static_cast<size_t>(size), -1);
  MapProgram program(map, {&operandShape, 1});
  for (int64_t first = 0; first < size; first += IndexProgram::blockSize) {
    int64_t count = std::min(IndexProgram::blockSize, size - first);
    program.run(first, count);
    for (int64_t i = 0; i < count; ++i)
      if (program.operand(i) != IndexMap::Piece::fill)
        result[static_cast<size_t>(first + i)] = program.offset(i);
  }
  return result;
}

} // namespace fixcon
