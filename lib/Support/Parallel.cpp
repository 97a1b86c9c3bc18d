// Threads take the next piece from a shared counter. They are as quiet as the thread they work for, and end
// with it: a trial that suppresses diagnostics suppresses those of its pieces. A thread that the system
// does not give is done without.
#include "fixcon/Support/Parallel.h"

#include "fixcon/Support/Diagnostic.h"
#include "fixcon/Support/Memory.h"
#include "fixcon/Support/Stop.h"

#include <algorithm>
#include <atomic>
#include <exception>
#include <mutex>
#include <system_error>
#include <thread>
#include <vector>

namespace fixcon {

namespace {

class Pieces {
public:
  Pieces(int64_t count, const std::function<bool(int64_t)> &fn) : count(count), fn(fn) {}

  void work() noexcept {
    try {
      for (int64_t i; good && (i = next++) < count;)
        if (!fn(i))
          good = false;
    } catch (...) {
      good = false;
      std::scoped_lock lock(mutex);
      if (!thrown)
        thrown = std::current_exception();
    }
  }

  /// After all threads have ended.
  bool result() const {
    if (thrown)
      std::rethrow_exception(thrown);
    return good;
  }

private:
  int64_t count;
  const std::function<bool(int64_t)> &fn;
  std::atomic<int64_t> next{0};
  std::atomic<bool> good{true};
  std::mutex mutex;
  std::exception_ptr thrown;
};

} // namespace

bool parallelFor(int64_t count, unsigned threads, const std::function<bool(int64_t)> &fn) {
  Pieces pieces(count, fn);
  auto help = [&pieces, suppressor = DiagnosticSuppressor::current(),
               condition = StopScope::current()] {
    DiagnosticSuppressor::inherit(suppressor);
    StopScope scope(condition);
    pieces.work();
    flushMemoryCount();
  };
  auto helpers = std::max<int64_t>(std::min<int64_t>(std::max(threads, 1u), count) - 1, 0);
  std::vector<std::thread> pool;
  pool.reserve(static_cast<size_t>(helpers));
  try {
    for (int64_t i = 0; i < helpers; ++i)
      pool.emplace_back(help);
  } catch (const std::system_error &) {
    // There are as many as there are.
  } catch (const std::bad_alloc &) {
  }
  pieces.work();
  for (std::thread &t : pool)
    t.join();
  return pieces.result();
}

} // namespace fixcon
