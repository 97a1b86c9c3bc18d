// What is made of weights for running them: widened, packed.
#pragma once

#include "fixcon/Tensor/Tensor.h"

#include <functional>
#include <map>
#include <mutex>

namespace fixcon {

/// The forms of one weight. What was made is kept for the next time while all that the process keeps stays below a
/// bound, and whoever has the same elements shares it; beyond the bound it is made anew. Safe to use from threads.
class WeightForms {
public:
  /// What `make` makes of `elements`, the same ones in every call; `key` says what that is.
  Tensor get(const Tensor &elements, const std::string &key, const std::function<Tensor()> &make);

private:
  struct Kept;
  class Table;

  std::mutex mutex;
  std::map<std::string, std::shared_ptr<const Kept>> kept;
};

} // namespace fixcon
