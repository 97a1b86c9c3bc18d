// The loops, from the outside: groups of channels (whose weights are read once), runs of input blocks (whose weights
// stay in the first cache while all rows go by; sums wait in the result meanwhile), rows, tiles, input blocks, rows of
// the kernel, channels. Columns of the kernel are unrolled. Tiles at the border are written out one by one, without
// the taps that lie in the padding; rows of the kernel that do are skipped.
#include "WindowCode.h"

#include "ScalarCode.h"

#include <algorithm>
#include <limits>

namespace fixcon {

std::string Epilogue::str() const {
  std::string text = formula.str();
  for (EpilogueOperand operand : operands)
    text += operand == EpilogueOperand::Channel ? "c" : "s";
  return text;
}

int64_t WindowShape::groupWeights() const {
  int64_t channels = taps == Taps::Product ? inBlocks * inChannels + restChannels : 1;
  return channels * y.kernel * x.kernel * vectors * lanes;
}

int64_t WindowShape::codeSize() const {
  int64_t border = isFlat ? 0 : 2 * (x.kernel * x.dilation / (x.stride * pixels));
  return (border + 2) * x.kernel * vectors * pixels * (taps == Taps::Product ? 2 : 1);
}

static std::string str(const TapAxis &a) {
  std::string text;
  for (int64_t part : {a.size, a.kernel, a.stride, a.dilation, a.before, a.windows})
    text += std::to_string(part) + ",";
  return text;
}

std::string WindowShape::key() const {
  std::string text = "window " + std::string(name(dtype)) + " y" + str(y) + " x" + str(x);
  for (int64_t part :
       {static_cast<int64_t>(taps), lanes, inBlocks, inChannels, restChannels, inBlock, inRow,
        inPixel, inChannel, inGroup, outBlock, outRow, outPixel, vectors, pixels, tailLanes,
        blocksAtOnce, static_cast<int64_t>(countsPadding), static_cast<int64_t>(isFlat)})
    text += " " + std::to_string(part);
  return text + " " + epilogue.str();
}

namespace {

using llvm::Value;

/// The sums of a tile, or one vector of each pixel's.
using Tile = Carried;

/// The taps of each pixel that meet the input: [first, last) of the columns of the kernel.
struct Columns {
  std::vector<std::pair<int64_t, int64_t>> taps;
  int64_t pixels() const { return static_cast<int64_t>(taps.size()); }
};

class WindowWriter {
public:
  WindowWriter(llvm::Module &module, const std::string &name, const WindowShape &shape)
      : s(shape), code(module, name, 4, 3, shape.dtype, shape.lanes) {}

  void write() {
    for (unsigned i = 0; i < s.epilogue.operands.size(); ++i)
      operands.push_back(code.pointerAt(code.argument(3), i));
    code.loop(code.argument(4), code.argument(5), 1, [&](Value *group) { writeGroup(group); });
    code.finish();
  }

private:
  bool isProduct() const { return s.taps == Taps::Product; }
  Value *times(Value *i, int64_t factor) { return code.ir.CreateMul(i, code.number(factor)); }
  Value *plus(Value *a, Value *b) { return code.ir.CreateAdd(a, b); }

  void writeGroup(Value *g) {
    group = g;
    in = code.at(code.argument(0), times(g, s.inGroup));
    weights = code.at(code.argument(1), times(g, s.groupWeights()));
    out = times(g, s.vectors * s.outBlock);
    int64_t runs =
        isProduct() ? std::max<int64_t>((s.inBlocks + s.blocksAtOnce - 1) / s.blocksAtOnce, 1) : 1;
    manyRuns = runs > 1;
    if (!manyRuns) {
      firstBlock = code.number(0);
      endBlock = code.number(s.inBlocks);
      writeRows();
      return;
    }
    code.loop(code.number(0), code.number(runs), 1, [&](Value *run) {
      firstBlock = times(run, s.blocksAtOnce);
      endBlock = code.ir.CreateBinaryIntrinsic(llvm::Intrinsic::smin,
                                               plus(firstBlock, code.number(s.blocksAtOnce)),
                                               code.number(s.inBlocks));
      isFirst = code.ir.CreateICmpEQ(run, code.number(0));
      isLast = code.ir.CreateICmpEQ(run, code.number(runs - 1));
      writeRows();
    });
  }

  void writeRows() {
    if (s.y.windows == 1) {
      writeRow(code.number(0));
      return;
    }
    code.loop(code.number(0), code.number(s.y.windows), 1, [&](Value *row) { writeRow(row); });
  }

  /// The rows of the kernel that meet the input.
  void writeRow(Value *row) {
    outRow = plus(out, times(row, s.outRow));
    Value *position = plus(times(row, s.y.stride), code.number(-s.y.before));
    inRow = code.at(in, times(position, s.inRow));
    firstTap = code.number(0);
    endTap = code.number(s.y.kernel);
    bool isInside =
        s.y.before <= 0 &&
        (s.y.windows - 1) * s.y.stride - s.y.before + (s.y.kernel - 1) * s.y.dilation < s.y.size;
    if (!isInside) {
      auto &ir = code.ir;
      // ceil(-position / dilation) and ceil((size - position) / dilation), both within the kernel.
      auto bounded = [&](Value *distance) {
        Value *steps =
            ir.CreateSDiv(plus(distance, code.number(s.y.dilation - 1)), code.number(s.y.dilation));
        Value *atLeast =
            ir.CreateSelect(ir.CreateICmpSGT(distance, code.number(0)), steps, code.number(0));
        return ir.CreateBinaryIntrinsic(llvm::Intrinsic::smin, atLeast, code.number(s.y.kernel));
      };
      firstTap = bounded(ir.CreateNeg(position));
      endTap = bounded(ir.CreateSub(code.number(s.y.size), position));
    }
    writeTiles();
  }

  std::pair<int64_t, int64_t> tapsOf(int64_t window) const {
    int64_t first = 0, last = s.x.kernel;
    auto position = [&](int64_t k) { return window * s.x.stride - s.x.before + k * s.x.dilation; };
    while (first < last && position(first) < 0)
      ++first;
    while (last > first && position(last - 1) >= s.x.size)
      --last;
    return {first, last};
  }

  Columns columnsOf(int64_t from, int64_t count) const {
    Columns columns;
    for (int64_t p = 0; p < count; ++p)
      columns.taps.push_back(s.isFlat ? std::pair(int64_t(0), s.x.kernel) : tapsOf(from + p));
    return columns;
  }

  bool isWhole(const Columns &columns) const {
    return std::ranges::all_of(
        columns.taps, [&](auto taps) { return taps == std::pair(int64_t(0), s.x.kernel); });
  }

  /// Tiles that meet no padding are one loop; the others are written out.
  void writeTiles() {
    if (s.isFlat) {
      Value *windows = code.argument(6);
      Value *whole = times(code.ir.CreateSDiv(windows, code.number(s.pixels)), s.pixels);
      code.loop(code.number(0), whole, s.pixels,
                [&](Value *x) { writeTile(x, columnsOf(0, s.pixels)); });
      if (s.pixels > 1)
        code.loop(whole, windows, 1, [&](Value *x) { writeTile(x, columnsOf(0, 1)); });
      return;
    }
    for (int64_t x = 0; x < s.x.windows;) {
      int64_t count = std::min(s.pixels, s.x.windows - x);
      Columns columns = columnsOf(x, count);
      int64_t end = x + count;
      while (isWhole(columns) && count == s.pixels && end + count <= s.x.windows &&
             isWhole(columnsOf(end, count)))
        end += count;
      if (end == x + count)
        writeTile(code.number(x), columns);
      else
        code.loop(code.number(x), code.number(end), count,
                  [&](Value *at) { writeTile(at, columns); });
      x = end;
    }
  }

  void writeTile(Value *x, const Columns &columns) {
    Value *position = plus(times(x, s.x.stride), code.number(-s.x.before));
    inTile = code.at(inRow, times(position, s.inPixel));
    outTile = plus(outRow, times(x, s.outPixel));
    Tile sums = start(columns);
    sums = isProduct() ? addBlocks(std::move(sums), columns)
                       : addKernelRows(std::move(sums), columns, inTile, weights, 1);
    finish(std::move(sums), columns);
  }

  Value *resultAt(int64_t vector, int64_t pixel) {
    return plus(outTile, code.number(vector * s.outBlock + pixel * s.outPixel));
  }
  int64_t lanesOf(int64_t vector) const {
    return s.tailLanes && vector == s.vectors - 1 ? s.tailLanes : s.lanes;
  }

  Tile start(const Columns &columns) {
    double from = s.taps == Taps::Max ? -std::numeric_limits<double>::infinity() : 0;
    Tile fresh(static_cast<size_t>(s.vectors * columns.pixels()), code.splat(from));
    if (!manyRuns)
      return fresh;
    return code.either(
        isFirst, [&] { return fresh; },
        [&] {
          return eachResult(columns, [&](int64_t v, int64_t p) {
            return code.loadVector(code.at(code.argument(2), resultAt(v, p)), lanesOf(v));
          });
        });
  }

  template <class Fn> Tile eachResult(const Columns &columns, Fn fn) {
    Tile tile;
    for (int64_t v = 0; v < s.vectors; ++v)
      for (int64_t p = 0; p < columns.pixels(); ++p)
        tile.push_back(fn(v, p));
    return tile;
  }

  Tile addBlocks(Tile sums, const Columns &columns) {
    int64_t perBlock = s.inChannels * s.y.kernel * s.x.kernel * s.vectors * s.lanes;
    auto add = [&](Value *block, Tile tile, int64_t channels) {
      return addKernelRows(std::move(tile), columns, code.at(inTile, times(block, s.inBlock)),
                           code.at(weights, times(block, perBlock)), channels);
    };
    if (s.inBlocks == 1)
      sums = add(code.number(0), std::move(sums), s.inChannels);
    else if (s.inBlocks > 1)
      sums = code.loop(firstBlock, endBlock, 1, std::move(sums), [&](Value *block, Tile tile) {
        return add(block, std::move(tile), s.inChannels);
      });
    if (s.restChannels == 0)
      return sums;
    auto addRest = [&] { return add(code.number(s.inBlocks), sums, s.restChannels); };
    return manyRuns ? code.either(isLast, addRest, [&] { return sums; }) : addRest();
  }

  Tile addKernelRows(Tile sums, const Columns &columns, Value *input, Value *factors,
                     int64_t channels) {
    int64_t perRow = channels * s.x.kernel * s.vectors * s.lanes;
    auto add = [&](Value *k, Tile tile) {
      return addChannels(std::move(tile), columns, code.at(input, times(k, s.inRow * s.y.dilation)),
                         code.at(factors, times(k, perRow)), channels);
    };
    if (s.y.kernel == 1 && llvm::isa<llvm::Constant>(firstTap))
      return add(code.number(0), std::move(sums));
    return code.loop(firstTap, endTap, 1, std::move(sums), add);
  }

  Tile addChannels(Tile sums, const Columns &columns, Value *input, Value *factors,
                   int64_t channels) {
    if (!isProduct())
      return addColumns(std::move(sums), columns, input, factors, 0, 1);
    // As many columns and channels in a row as keep the processor busy between two jumps.
    int64_t unroll = s.x.kernel > 1 ? 2 : 8, whole = channels / unroll * unroll;
    if (channels <= 2 * unroll)
      whole = 0;
    if (whole)
      sums = code.loop(
          code.number(0), code.number(whole), unroll, std::move(sums), [&](Value *c, Tile tile) {
            return addColumns(std::move(tile), columns, code.at(input, times(c, s.inChannel)),
                              code.at(factors, times(c, s.vectors * s.lanes)), 0, unroll, channels);
          });
    return addColumns(std::move(sums), columns, input, factors, whole, channels, channels);
  }

  /// Channels [from, to) under every column of the kernel. Weights lie as [column, channel, vector].
  Tile addColumns(Tile sums, const Columns &columns, Value *input, Value *factors, int64_t from,
                  int64_t to, int64_t channels = 1) {
    for (int64_t k = 0; k < s.x.kernel; ++k) {
      if (k > 0 || from > 0)
        code.forgetLoads();
      for (int64_t c = from; c < to; ++c) {
        int64_t weight = (k * channels + c) * s.vectors * s.lanes;
        std::vector<Value *> factor;
        for (int64_t v = 0; v < s.vectors && (isProduct() || s.taps == Taps::Depthwise); ++v)
          factor.push_back(code.loadVector(code.at(factors, weight + v * s.lanes)));
        for (int64_t p = 0; p < columns.pixels(); ++p) {
          auto [first, last] = columns.taps[static_cast<size_t>(p)];
          if (k < first || k >= last)
            continue;
          Value *from =
              code.at(input, (p * s.x.stride + k * s.x.dilation) * s.inPixel + c * s.inChannel);
          Value *met = isProduct() ? code.splat(code.loadElement(from)) : code.loadVector(from);
          for (int64_t v = 0; v < s.vectors; ++v) {
            Value *&sum = sums[static_cast<size_t>(v * columns.pixels() + p)];
            sum = combine(sum, met, factor.empty() ? nullptr : factor[static_cast<size_t>(v)]);
          }
        }
      }
    }
    return sums;
  }

  Value *combine(Value *sum, Value *met, Value *factor) {
    if (factor)
      return code.multiplyAdd(met, factor, sum);
    if (s.taps == Taps::Mean)
      return code.ir.CreateFAdd(sum, met);
    // As the reference: the later one where it is larger or no number.
    Value *isLater =
        code.ir.CreateOr(code.ir.CreateFCmpOGT(met, sum), code.ir.CreateFCmpUNO(met, met));
    return code.ir.CreateSelect(isLater, met, sum);
  }

  void finish(Tile sums, const Columns &columns) {
    auto store = [&](bool isDone) {
      eachResult(columns, [&](int64_t v, int64_t p) {
        Value *sum = sums[static_cast<size_t>(v * columns.pixels() + p)], *at = resultAt(v, p);
        code.storeVector(isDone ? result(sum, columns, v, p, at) : sum,
                         code.at(code.argument(2), at), lanesOf(v));
        return sum;
      });
      return Carried();
    };
    if (manyRuns)
      code.either(isLast, [&] { return store(true); }, [&] { return store(false); });
    else
      store(true);
  }

  /// What a formula makes of the sum of vector v of pixel p, which is stored at `at`.
  Value *result(Value *sum, const Columns &columns, int64_t v, int64_t p, Value *at) {
    if (s.taps == Taps::Mean)
      sum = code.ir.CreateFDiv(sum, countOf(columns.taps[static_cast<size_t>(p)]));
    std::vector<Value *> arguments{sum};
    for (size_t i = 0; i < operands.size(); ++i) {
      bool isChannel = s.epilogue.operands[i] == EpilogueOperand::Channel;
      Value *place =
          isChannel ? plus(times(group, s.vectors * s.lanes), code.number(v * s.lanes)) : at;
      arguments.push_back(
          code.loadVector(code.at(operands[i], place), isChannel ? s.lanes : lanesOf(v)));
    }
    return codeOf(code, s.epilogue.formula, arguments);
  }

  Value *countOf(std::pair<int64_t, int64_t> taps) {
    if (s.countsPadding)
      return code.splat(static_cast<double>(s.y.kernel * s.x.kernel));
    Value *count = times(code.ir.CreateSub(endTap, firstTap), taps.second - taps.first);
    return code.splat(code.ir.CreateSIToFP(count, code.element()));
  }

  const WindowShape &s;
  Code code;
  std::vector<Value *> operands;
  bool manyRuns = false;
  Value *group = nullptr, *in = nullptr, *weights = nullptr, *out = nullptr;
  Value *firstBlock = nullptr, *endBlock = nullptr, *isFirst = nullptr, *isLast = nullptr;
  Value *inRow = nullptr, *outRow = nullptr, *firstTap = nullptr, *endTap = nullptr;
  Value *inTile = nullptr, *outTile = nullptr;
};

} // namespace

void writeWindows(llvm::Module &module, const std::string &name, const WindowShape &shape) {
  WindowWriter(module, name, shape).write();
}

} // namespace fixcon
