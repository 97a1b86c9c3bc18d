// The first layer behind the input: where a wrong preprocessing shows, whatever is broken further
// on.
#pragma once

#include "fixcon/Align/Alignment.h"

namespace fixcon {

/// Distance of the first aligned layer, channel by channel.
struct LayerDistance {
  double share = 0;  ///< of live channels that agree to 1e-4 of the layer's rms
  double median = 0; ///< over the channels: rms difference over the rms of the source's channel
  int64_t channels = 0;
};

/// Runs the source on its own inputs and the target on others, up to their first paired layer.
class FirstLayer {
public:
  /// The pair of the first op with weights that depends on the arguments; failure if there is none.
  static FailureOr<FirstLayer> find(const NormalPair &pair, const Alignment &alignment,
                                    PassContext &context);

  /// Inputs by argument name, one map a sample.
  using Inputs = std::vector<std::map<std::string, Tensor>>;
  FailureOr<LayerDistance> distance(const Inputs &source, const Inputs &target) const;

  FailureOr<Tensor> ofSource(const std::map<std::string, Tensor> &inputs) const;
  /// In the source's order; empty if it is of a shape that the layout does not cover.
  FailureOr<std::optional<Tensor>> ofTarget(const std::map<std::string, Tensor> &inputs,
                                            const Shape &sourceShape) const;
  /// Whether both layers have the same weights: then what differs lies in front of them.
  bool hasEqualWeights() const;
  size_t numChannels(const Shape &shape) const;
  /// The channel that an element of a result belongs to; nullopt where padding reaches.
  std::optional<size_t> channelOf(int64_t element, const Shape &shape) const;

private:
  FirstLayer() = default;
  const OpPair *ops = nullptr;
  Layout layout;
  unsigned border = 0; ///< rows and columns that padding reaches
  std::shared_ptr<Executor> sourceExecutor, targetExecutor;
};

} // namespace fixcon
