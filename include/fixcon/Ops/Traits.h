// What is true of an op beside its meaning, in a form that passes and rewrites ask for instead of
// names. An op's file states its traits; a new op with a trait is served by all that is rooted at it.
#pragma once

#include "fixcon/IR/Op.h"

namespace fixcon {

/// The result is a sum of products of elements of operand 0 with elements of the weight, plus a bias
/// for each output channel.
struct LinearTrait {
  unsigned weight = 1; ///< operand
  int weightAxis = 0;  ///< of the weight, along which output channels lie; negative from the end
  int resultAxis = 1;  ///< of the result, along which output channels lie; negative from the end
  std::optional<unsigned> bias = std::nullopt; ///< operand that holds one element for each channel
  /// Attribute that counts the blocks of axis 0 of the weight which have channels of their own.
  std::string_view blocks = {};
  /// Attributes that must mean what their absence means.
  std::vector<std::string_view> plain = {};
};

/// Windows slide over the axes behind batch and channel, as these attributes say.
struct WindowTrait {
  std::string_view kernel = "kernel_shape", strides = "strides", dilations = "dilations",
                   pads = "pads", autoPad = "auto_pad";
  /// Windows lie on the result, which is the larger side, and not on operand 0.
  bool onResult = false;
  /// The reduction over axes that each window is, if it is one.
  std::string_view reduction = {};
};

/// Operand 0 limited to an interval.
struct ClampTrait {
  std::optional<double> low = std::nullopt;
  std::optional<unsigned> lowOperand = std::nullopt, highOperand = std::nullopt;
};

struct Traits {
  std::string_view axis;        ///< attribute that names an axis of operand 0, from either end
  std::string_view permutation; ///< attribute that lists where each axis of the result comes from
  std::optional<LinearTrait> linear;
  std::optional<WindowTrait> window;
  std::optional<ClampTrait> clamp;
  std::string_view spatialReduction; ///< reduction that the op is over all axes from 2 on
  int sum = 0;                       ///< elementwise: operand 0 plus (1) or less (-1) operand 1
  int product = 0;           ///< elementwise: operand 0 times (1) or divided by (-1) operand 1
  bool reduces = false;      ///< over the axes that operand 1 lists, as the reductions of ONNX do
  bool alongAxis = false;    ///< all happens along `axis`: the order of axes does not matter
  bool view = false;         ///< the same elements in the same order
  bool whole = false;        ///< a result of the operand's shape is the operand
  bool nonNegative = false;  ///< no element of the result is below 0
  bool keepsSign = false;    ///< no element is below 0 if none of the data is
  bool forgetsSizes = false; ///< marks a value that does not fit the op which reads it (Misfit.h)
};

} // namespace fixcon
