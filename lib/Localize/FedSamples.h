// What the two models are fed, side by side.
#pragma once

#include "FirstLayer.h"

namespace fixcon {

/// A few samples that both models take.
struct FedSamples {
  /// What each model is fed; and the source's tensors carried to the target's inputs.
  FirstLayer::Inputs source, own, wanted;

  /// Samples that are not readable, or that do not fit the other side's inputs, say nothing and are left out.
  static FedSamples load(const NormalPair &pair, const Alignment &alignment, Module &module,
                         PassContext &context, size_t count);

  bool empty() const { return source.empty(); }
  /// Whether the target is fed what the source is, up to the last place of f32.
  bool areAlike() const;
  /// The target's tensors for one of its inputs.
  static std::vector<Tensor> of(const FirstLayer::Inputs &inputs, const std::string &argument);
};

/// An input of the target that holds pictures of three channels, as both sides are fed.
struct PictureArgument {
  const Value *value = nullptr;
  size_t channelAxis = 1;
  /// The source's pictures come to it with height and width exchanged, for so it declares them.
  bool exchangesHW = false;

  /// The target's only input, of floats; nullopt if it is no such one.
  static std::optional<PictureArgument> of(const NormalPair &pair, const Alignment &alignment,
                                           const FedSamples &samples);
};

} // namespace fixcon
