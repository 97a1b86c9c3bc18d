// Weights as runs hold them.
#pragma once

#include "fixcon/IR/Datum.h"
#include "fixcon/IR/Value.h"

#include <mutex>
#include <unordered_map>

namespace fixcon {

/// The weights of one executor, floats in f64. What has been widened is kept for the next run while all that the process
/// keeps stays below a bound, and all executors share what they keep of the same elements. Safe to use from threads.
class WidenedWeights {
public:
  /// Whoever asks holds the elements, which may be kept nowhere else.
  Datum get(const Value &weight);

private:
  struct Kept;
  class Table;

  std::mutex mutex;
  std::unordered_map<const Value *, std::shared_ptr<const Kept>> kept;
};

} // namespace fixcon
