// Sizes of the source's values that follow from what its inputs leave open, as the batch.
#pragma once

#include "fixcon/IR/Module.h"

#include <memory>

namespace fixcon {

class OpenSizes {
public:
  /// Of the values of the faithful graph @source.
  explicit OpenSizes(const Graph &source);
  OpenSizes(const OpenSizes &) = delete;
  ~OpenSizes();

  /// Sizes for a reshape that gives the value at whatever size is open, made of those that it has now: -1 for the one
  /// that follows. Nothing if it has none, or several, or its sizes are not known.
  std::optional<Tensor> listFor(const std::string &value, const Shape &now) const;

private:
  Diagnostics silent;
  std::unique_ptr<Module> scratch;
  const Graph *executable = nullptr; ///< with open sizes; null if there is no such form
};

} // namespace fixcon
