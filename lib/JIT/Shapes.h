// What a kernel makes for the shapes at hand, kept for the next run.
#pragma once

#include "fixcon/Exec/RunValue.h"

#include <map>
#include <memory>
#include <mutex>
#include <span>

namespace fixcon {

/// Safe to use from threads.
template <class T> class ByShapes {
public:
  /// What `make` makes for operands of these shapes (empty: absent), asked once. It may make null.
  template <class Make>
  std::shared_ptr<const T> get(std::span<const RunValue *const> operands, Make make) const {
    std::vector<Shape> shapes;
    for (const RunValue *operand : operands)
      shapes.push_back(operand ? operand->shape() : Shape{-1});
    std::lock_guard lock(mutex);
    auto it = known.find(shapes);
    if (it == known.end())
      it = known.emplace(std::move(shapes), make()).first;
    return it->second;
  }

private:
  mutable std::mutex mutex;
  mutable std::map<std::vector<Shape>, std::shared_ptr<const T>> known;
};

} // namespace fixcon
