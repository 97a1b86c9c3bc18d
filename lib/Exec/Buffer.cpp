#include "fixcon/Exec/Buffer.h"

#include <bit>
#include <map>
#include <mutex>
#include <new>

namespace fixcon {

namespace {

/// Memory that nobody uses, by size. What would be more than a few layers of a large network is given back.
class Store {
public:
  std::byte *take(size_t bytes) {
    {
      std::lock_guard lock(mutex);
      if (auto it = idle.find(bytes); it != idle.end()) {
        std::byte *memory = it->second;
        idle.erase(it);
        held -= bytes;
        return memory;
      }
    }
    return static_cast<std::byte *>(::operator new(bytes, alignment));
  }
  void give(std::byte *memory, size_t bytes) {
    {
      std::lock_guard lock(mutex);
      if (held + bytes <= most) {
        idle.emplace(bytes, memory);
        held += bytes;
        return;
      }
    }
    ::operator delete(memory, alignment);
  }

private:
  static constexpr std::align_val_t alignment{64};
  static constexpr size_t most = size_t(256) << 20;
  std::mutex mutex;
  std::multimap<size_t, std::byte *> idle;
  size_t held = 0;
};

/// Never destroyed: tensors may outlive everything else.
Store &store() {
  static auto *const instance = new Store;
  return *instance;
}

/// Sizes of four steps for each power of two, so that what is given back fits others.
size_t rounded(size_t bytes) {
  size_t step = std::max<size_t>(std::bit_floor(bytes) / 4, 64);
  return (bytes + step - 1) / step * step;
}

} // namespace

Buffer takeBuffer(DType dtype, Shape shape) {
  auto bytes = static_cast<size_t>(storageSize(dtype, shape).value_or(0));
  size_t size = rounded(std::max<size_t>(bytes, 1));
  std::byte *memory = store().take(size);
  std::shared_ptr<const void> owner(memory,
                                    [size](std::byte *unused) { store().give(unused, size); });
  return {Tensor::view(dtype, std::move(shape), {memory, bytes}, std::move(owner)), memory};
}

} // namespace fixcon
