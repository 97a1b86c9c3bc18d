// How arrays that were prepared wrongly differ from the right ones.
#pragma once

#include "FeedSolver.h"

#include <span>
#include <string>

namespace fixcon {

/// Channel j of what is fed is channel from[j] of the right array, its pixels in another order, times factor[j]
/// plus offset[j], and a rest.
struct ArrayDifference {
  enum class Order { Kept, TransposedHW, MirroredLeftRight, MirroredUpDown };
  Order order = Order::Kept;
  bool reshaped = false; ///< its elements lie in the order of the other layout
  ChannelMap map;        ///< its rest is relative to the deviation of what is fed

  /// The fields of a recipe in which the two differ, in the words of differingFields(); what no field says
  /// is none. Empty if they are too far apart to be the same pictures.
  std::vector<std::string> fields() const;
  /// "channels in the order 2, 1, 0; height and width exchanged"
  std::string str() const;

  double tolerance = 0; ///< a rest up to it is rounding
};

/// The difference that leaves the least, the simpler one first; nullopt unless all are of rank 4, of one shape,
/// with 3 channels at `channelAxis`, which is 1 or 3, and not all grey.
std::optional<ArrayDifference> compareArrays(std::span<const Tensor> right,
                                             std::span<const Tensor> fed, size_t channelAxis);

} // namespace fixcon
