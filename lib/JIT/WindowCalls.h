// What a convolution or product is at given shapes: calls of window functions, and where each reads and writes.
#pragma once

#include "Kernels.h"
#include "Tile.h"

#include <functional>

namespace fixcon {

/// A run of groups of channels that one function computes. Offsets are in elements within one image.
struct WindowPart {
  WindowShape shape;
  WindowFunction function = nullptr;
  int64_t groups = 0;  ///< of shape.vectors blocks of the result
  int64_t windows = 0; ///< on the x axis
  int64_t inOffset = 0, outOffset = 0, firstOutput = 0;
  /// Channels of the input that are summed up; of the result in one group of the op; groups of the op taken together.
  int64_t inputs = 0, outputsOfGroup = 0, together = 1;
  std::string packing; ///< key of its weights among the forms of a value: how they are read, then which
};

/// One image, or one matrix: where it lies in the input and in the result, in elements, and which weights it meets.
struct WindowImage {
  int64_t in = 0, weights = 0, out = 0;
};

struct WindowCalls {
  /// For a result of this shape with channels along `axis`; null if it cannot be counted, or the operands of the chain
  /// do not fit. Operands of
  /// the chain come behind the first `own`.
  static std::shared_ptr<WindowCalls> prepare(const KernelRequest &request,
                                              std::span<const RunValue *const> operands, size_t own,
                                              Shape result, size_t axis);

  /// Adds `blocks` vectors of channels, the first of which is channel `firstOutput`, as parts like `part`: groups of
  /// as many vectors as the tile has, and one of what is left. Results that lie row by row end in a vector of
  /// `tailLanes` (0: whole). `pixelsFor` says what tile a group of so many vectors has. False if the code would be
  /// too long.
  bool addGroups(Compiler &compiler, const WindowShape &shape, int64_t vectors, WindowPart part,
                 int64_t blocks, int64_t tailLanes,
                 const std::function<int64_t(int64_t)> &pixelsFor);

  /// One image after the other. `packed` gives the weights of a part, one row for each that images name; pools have
  /// none.
  RunValue run(std::span<const RunValue *const> operands,
               const std::function<std::optional<Tensor>(const WindowPart &)> &packed) const;

  DType dtype, declared;
  int64_t lanes;
  size_t own;
  Shape result;
  size_t axis;
  bool inputBlocked = false, resultBlocked = true;
  Epilogue epilogue;
  int64_t count = 1; ///< of images
  /// Where image i lies.
  std::function<WindowImage(int64_t i)> image = [](int64_t) { return WindowImage(); };
  std::vector<WindowPart> parts;

private:
  bool addPart(Compiler &compiler, WindowShape shape, WindowPart part, int64_t firstBlock);
};

} // namespace fixcon
