// The bytes of a model file, verified, and where in them things are.
#pragma once

#include "fixcon/IR/Module.h"

#include "Model_generated.h"

#include <span>

namespace fixcon {

/// A verified model in bytes that `owner` keeps alive.
class ModelFile {
public:
  /// Refuses bytes that are not a model, or in which something lies outside; `path` is for diagnostics.
  static FailureOr<ModelFile> open(const std::string &path, std::span<const std::byte> bytes,
                                   std::shared_ptr<const void> owner, Diagnostics &diags);

  const tfl::Model &model() const { return *root; }
  std::span<const std::byte> bytes() const { return content; }
  const std::shared_ptr<const void> &owner() const { return holder; }
  const std::string &path() const { return where; }
  size_t numBuffers() const { return root->buffers() ? root->buffers()->size() : 0; }
  /// The content of a buffer, in its table or behind all tables; empty where it has none.
  std::span<const std::byte> buffer(size_t index) const;

private:
  ModelFile() = default;
  LogicalResult checkBuffers(Diagnostics &diags) const;

  const tfl::Model *root = nullptr;
  std::span<const std::byte> content;
  std::shared_ptr<const void> holder;
  std::string where;
};

} // namespace fixcon
