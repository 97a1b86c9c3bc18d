// One generator for all that slides windows over rows of pixels: convolutions (a product of a row of an input with
// columns of weights is one of 1 x 1), depthwise convolutions and pools. Results are computed in tiles, a few vectors
// of channels times a few pixels, that stay in registers while all they sum up goes by.
#pragma once

#include "Code.h"

#include "fixcon/Formula/Scalar.h"

#include <string>

namespace fixcon {

/// Windows along one axis: window o covers positions o * stride - before + k * dilation.
struct TapAxis {
  int64_t size = 1, kernel = 1, stride = 1, dilation = 1, before = 0, windows = 1;
};

/// How what a window meets becomes one number.
enum class Taps : uint8_t {
  Product,   ///< each channel of the input times a vector of weights, summed
  Depthwise, ///< a vector of channels times one of weights, summed
  Max,       ///< the largest of a vector of channels
  Mean       ///< the mean of a vector of channels
};

/// What a formula behind the windows reads beside their result, in the order of its arguments from 1 on.
enum class EpilogueOperand : uint8_t {
  Channel, ///< an element for each channel, padded to whole groups
  Same     ///< a tensor that lies as the result does
};

struct Epilogue {
  Scalar formula = Scalar::argument(0);
  std::vector<EpilogueOperand> operands;
  std::string str() const;
};

/// All strides are in elements. A block of the input is `inChannels` channels, of which the last one has `restChannels`
/// (0: it is whole).
struct WindowShape {
  Taps taps = Taps::Product;
  DType dtype = DType::F32;
  int64_t lanes = 8;
  TapAxis y, x;
  int64_t inBlocks = 1, inChannels = 1, restChannels = 0; ///< whole blocks; of Product alone
  int64_t inBlock = 0, inRow = 0, inPixel = 0, inChannel = 0,
          inGroup = 0; ///< inGroup: from group to group
  int64_t outBlock = 0, outRow = 0, outPixel = 0;
  int64_t vectors = 1, pixels = 1; ///< of a tile; a group is `vectors` blocks of the result
  int64_t tailLanes = 0;      ///< of the last vector of a group, where fewer are stored; 0: all
  int64_t blocksAtOnce = 1;   ///< blocks of the input that are summed up before the next row is
  bool countsPadding = false; ///< of Mean: the divisor is the whole window
  /// The number of windows on the x axis is an argument: no padding, and rows do not matter (y has one window).
  bool isFlat = false;
  Epilogue epilogue;

  /// Weights of one group, in elements.
  int64_t groupWeights() const;
  /// About how many steps the code has: tiles at the border are written out.
  int64_t codeSize() const;
  /// What decides the code.
  std::string key() const;
};

/// void (const T *in, const T *weights, T *out, const T *const *operands, int64 group, int64 endOfGroups,
///       int64 windows)
using WindowFunction = void (*)(const void *, const void *, void *, const void *const *, int64_t,
                                int64_t, int64_t);

void writeWindows(llvm::Module &module, const std::string &name, const WindowShape &shape);

} // namespace fixcon
