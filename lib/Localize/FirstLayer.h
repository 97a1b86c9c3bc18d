// The first layer behind the input: where a wrong preprocessing shows, whatever is broken further
// on.
#pragma once

#include "LayerWeights.h"
#include "fixcon/Align/Alignment.h"

namespace fixcon {

/// Distance of the first aligned layer, channel by channel; those whose weights are damaged say nothing.
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
  LayerWeights::Kind weights() const { return layerWeights.kind; }
  size_t numChannels(const Shape &shape) const;
  /// The channel that an element of a result belongs to; nullopt where padding reaches and in channels whose
  /// weights are damaged.
  std::optional<size_t> channelOf(int64_t element, const Shape &shape) const;

private:
  FirstLayer() = default;
  struct Partners {
    const Op *source = nullptr, *target = nullptr;
    Layout layout; ///< of the results
  };
  static std::optional<Partners> alignedPartners(const Op &target, const Alignment &alignment);
  static std::optional<Partners> alikePartners(const Op &target, const Graph &source);

  Partners ops;
  LayerWeights layerWeights;
  unsigned border = 0; ///< rows and columns that padding reaches
  std::shared_ptr<Executor> sourceExecutor, targetExecutor;
};

} // namespace fixcon
