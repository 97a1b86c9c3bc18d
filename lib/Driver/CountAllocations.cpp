// The global operators new and delete, for the tools alone: a program that calls fixcon keeps its own. What is counted
// is what the allocator hands out, which it knows of each block, so that nothing is stored beside.
#include "CountAllocations.h"

#include "fixcon/Support/Memory.h"

#include <algorithm>
#include <cstdlib>
#include <malloc.h>
#include <new>

namespace fixcon {

void countAllocations() {
  // What weights took goes back to the system at once: among small blocks that stay it would leave holes that the next
  // large one does not fit in.
  constexpr int large = 4 << 20;
  ::mallopt(M_MMAP_THRESHOLD, large);
  (void)memoryBudget();
}

} // namespace fixcon

#if defined(__SANITIZE_ADDRESS__)
#define FIXCON_OWN_NEW 0
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define FIXCON_OWN_NEW 0
#endif
#endif
#ifndef FIXCON_OWN_NEW
#define FIXCON_OWN_NEW 1
#endif

#if FIXCON_OWN_NEW

static void *allocate(size_t size, size_t alignment) {
  if (size > static_cast<size_t>(INT64_MAX) / 2)
    throw std::bad_alloc();
  size = std::max<size_t>(size, 1);
  fixcon::chargeMemory(static_cast<int64_t>(size));
  void *block = alignment <= alignof(std::max_align_t)
                    ? std::malloc(size)
                    : std::aligned_alloc(alignment, (size + alignment - 1) / alignment * alignment);
  if (!block) {
    fixcon::noteMemory(-static_cast<int64_t>(size));
    throw std::bad_alloc();
  }
  fixcon::noteMemory(static_cast<int64_t>(::malloc_usable_size(block) - size));
  return block;
}

static void release(void *block) noexcept {
  if (!block)
    return;
  fixcon::noteMemory(-static_cast<int64_t>(::malloc_usable_size(block)));
  std::free(block);
}

// The other forms of the standard library call these.
void *operator new(size_t size) { return allocate(size, 1); }
void *operator new(size_t size, std::align_val_t alignment) {
  return allocate(size, static_cast<size_t>(alignment));
}
void operator delete(void *block) noexcept { release(block); }
void operator delete(void *block, size_t) noexcept { release(block); }
void operator delete(void *block, std::align_val_t) noexcept { release(block); }
void operator delete(void *block, size_t, std::align_val_t) noexcept { release(block); }

#endif
