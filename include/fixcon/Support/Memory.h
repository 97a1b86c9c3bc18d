// One budget of memory for the whole process, whatever its threads do. Memory mapped from files is not counted.
#pragma once

#include "fixcon/Support/Location.h"

#include <cstdint>
#include <new>
#include <string>

namespace fixcon {

/// Bytes that the process may allocate. Until it is set: a half of what is free of the machine's memory, of
/// the control group's, and of the limits that the shell sets (`ulimit -v`, `ulimit -d`) when it is first asked for.
int64_t memoryBudget();
void setMemoryBudget(int64_t bytes);

/// Bytes in use, as far as they are counted: in programs whose allocations countAllocations() sees, and by MemoryCharge.
int64_t memoryInUse();

/// Counts `bytes` (negative: given back). Throws std::bad_alloc, and counts nothing, if that would exceed the
/// budget. Small amounts may go a little beyond, so that a complaint about large ones can be made.
void chargeMemory(int64_t bytes);
/// The same without a limit, for what is there already. Never throws.
void noteMemory(int64_t bytes) noexcept;
/// Before a thread ends: what it has counted for itself is made known.
void flushMemoryCount() noexcept;

/// What a library allocates that knows no budget.
class MemoryCharge {
public:
  explicit MemoryCharge(int64_t bytes) : bytes(bytes) { chargeMemory(bytes); }
  ~MemoryCharge() { noteMemory(-bytes); }
  MemoryCharge(const MemoryCharge &) = delete;
  MemoryCharge &operator=(const MemoryCharge &) = delete;

private:
  int64_t bytes;
};

/// std::bad_alloc that knows where memory ran out.
class OutOfMemory : public std::bad_alloc {
public:
  explicit OutOfMemory(Location where) : where(std::move(where)) {}
  const char *what() const noexcept override { return "out of memory"; }
  const Location &location() const { return where; }

private:
  Location where;
};

/// The place that `error` knows, else `otherwise`.
Location placeOf(const std::bad_alloc &error, Location otherwise);

/// "more memory is needed than the budget of N bytes (--memory)".
std::string outOfMemoryText();

} // namespace fixcon
