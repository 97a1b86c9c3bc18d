// The file that a graph came from, put together again.
#pragma once

#include "TFLite/Import/ModelFile.h"

namespace fixcon {

/// Bytes that can be written to, and the model in them.
struct BaseFile {
  std::shared_ptr<std::vector<std::byte>> bytes;
  ModelFile file;
  /// Every weight of the graph and of its functions lies in the bytes as it is now.
  bool holdsWeights = false;
};

/// The bytes that the graph keeps of its file, with its weights as they are now wherever they fit; nullopt if it
/// came from no file. An error if what it keeps is damaged.
FailureOr<std::optional<BaseFile>> baseFileOf(const Graph &graph);

/// The graphs of a model as the file numbers them: its own, then its functions. Null where one is gone.
std::vector<const Graph *> subgraphsOf(const Graph &model, size_t count);

} // namespace fixcon
