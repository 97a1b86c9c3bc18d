// A little time behind the end of work.
#pragma once

#include "fixcon/Support/Stop.h"

#include <condition_variable>
#include <mutex>
#include <thread>

namespace fixcon {

/// While it lives, knows when three tenths of a second have gone since a condition was reached: what must still be brought to an end then
/// is given up.
class Grace {
public:
  explicit Grace(const StopCondition &stop);
  ~Grace();
  Grace(const Grace &) = delete;
  Grace &operator=(const Grace &) = delete;

  const StopCondition &end() const { return late; }

private:
  void watch(const StopCondition &stop);
  bool waitFor(std::chrono::milliseconds time);

  std::atomic<bool> isOver = false;
  StopCondition late;
  std::mutex mutex;
  std::condition_variable wake;
  bool isDone = false;
  std::thread watcher;
};

} // namespace fixcon
