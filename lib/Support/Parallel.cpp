// Threads take the next piece from a shared counter. They are as quiet as the thread they work for: a
// trial that suppresses diagnostics suppresses those of its pieces.
#include "fixcon/Support/Parallel.h"

#include "fixcon/Support/Diagnostic.h"

#include <algorithm>
#include <atomic>
#include <thread>
#include <vector>

namespace fixcon {

bool parallelFor(int64_t count, unsigned threads, const std::function<bool(int64_t)> &fn) {
  std::atomic<int64_t> next{0};
  std::atomic<bool> good{true};
  auto work = [&] {
    for (int64_t i; good && (i = next++) < count;)
      if (!fn(i))
        good = false;
  };
  auto helpers = std::min<int64_t>(std::max(threads, 1u), count) - 1;
  std::vector<std::thread> pool;
  for (int64_t i = 0; i < helpers; ++i)
    pool.emplace_back([&work, suppressor = DiagnosticSuppressor::current()] {
      DiagnosticSuppressor::inherit(suppressor);
      work();
    });
  work();
  for (std::thread &t : pool)
    t.join();
  return good;
}

} // namespace fixcon
