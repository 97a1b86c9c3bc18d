// Threads count small amounts for themselves and make them known a piece at a time: a counter that every
// allocation of every thread writes to would cost more than the allocations.
#include "fixcon/Support/Memory.h"

#include <algorithm>
#include <atomic>
#include <fstream>
#include <sys/resource.h>
#include <unistd.h>

namespace fixcon {

static std::atomic<int64_t> budget = 0, inUse = 0;
static thread_local int64_t uncounted = 0;

/// What a thread keeps to itself, and what counts as small.
static constexpr int64_t piece = 1 << 16;

/// A number of bytes in a file of the system; beyond all memory if there is none ("max").
static int64_t numberIn(const char *path, int64_t fallback) {
  std::ifstream file(path);
  int64_t number = 0;
  return file >> number && number >= 0 ? number : fallback;
}

/// Of address space that the process has taken already.
static int64_t addressSpaceInUse() {
  return numberIn("/proc/self/statm", 0) * ::sysconf(_SC_PAGESIZE);
}

static int64_t freeUnder(int resource, int64_t used) {
  struct rlimit limit = {};
  if (::getrlimit(resource, &limit) != 0 || limit.rlim_cur == RLIM_INFINITY ||
      limit.rlim_cur > static_cast<rlim_t>(INT64_MAX))
    return INT64_MAX;
  return std::max<int64_t>(static_cast<int64_t>(limit.rlim_cur) - used, 0);
}

static int64_t defaultBudget() {
  int64_t machine = int64_t(::sysconf(_SC_PHYS_PAGES)) * ::sysconf(_SC_PAGESIZE);
  int64_t least =
      std::min({machine > 0 ? machine : INT64_MAX, numberIn("/sys/fs/cgroup/memory.max", INT64_MAX),
                numberIn("/sys/fs/cgroup/memory/memory.limit_in_bytes", INT64_MAX),
                freeUnder(RLIMIT_AS, addressSpaceInUse()), freeUnder(RLIMIT_DATA, memoryInUse())});
  return least / 2;
}

int64_t memoryBudget() {
  if (budget == 0) {
    int64_t expected = 0;
    budget.compare_exchange_strong(expected, defaultBudget());
  }
  return budget;
}

void setMemoryBudget(int64_t bytes) { budget = bytes; }

int64_t memoryInUse() { return inUse + uncounted; }

void noteMemory(int64_t bytes) noexcept {
  uncounted += bytes;
  if (uncounted > piece || uncounted < -piece)
    flushMemoryCount();
}

void flushMemoryCount() noexcept {
  inUse += uncounted;
  uncounted = 0;
}

void chargeMemory(int64_t bytes) {
  int64_t limit = budget; // Not set yet: nothing is said before main() has begun.
  if (limit > 0 && bytes > 0) {
    if (bytes <= piece && uncounted + bytes <= piece) {
      uncounted += bytes;
      return;
    }
    int64_t used = inUse + uncounted, allowed = bytes <= piece ? limit + limit / 16 : limit;
    if (bytes > allowed || used > allowed - bytes)
      throw std::bad_alloc();
  }
  noteMemory(bytes);
}

Location placeOf(const std::bad_alloc &error, Location otherwise) {
  const auto *known = dynamic_cast<const OutOfMemory *>(&error);
  return known ? known->location() : std::move(otherwise);
}

std::string outOfMemoryText() {
  return "more memory is needed than the budget of " + std::to_string(memoryBudget()) +
         " bytes (--memory)";
}

} // namespace fixcon
