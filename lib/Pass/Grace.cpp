// Ctrl-C may come at any time and leaves no note of when, so somebody has to look. Where there is no thread for that,
// the deadline counts, and Ctrl-C ends work at once.
#include "Grace.h"

#include <system_error>

namespace fixcon {

static constexpr std::chrono::milliseconds grace{300}, pause{20};

Grace::Grace(const StopCondition &stop) : late{{}, &isOver} {
  if (!stop.deadline && !stop.interrupt)
    return;
  try {
    watcher = std::thread([this, stop] { watch(stop); });
  } catch (const std::system_error &) {
    late.interrupt = stop.interrupt;
    if (stop.deadline)
      late.deadline = *stop.deadline + grace;
  }
}

Grace::~Grace() {
  {
    std::scoped_lock lock(mutex);
    isDone = true;
  }
  wake.notify_all();
  if (watcher.joinable())
    watcher.join();
}

/// False if nobody waits for the end any more.
bool Grace::waitFor(std::chrono::milliseconds time) {
  std::unique_lock lock(mutex);
  return !wake.wait_for(lock, time, [this] { return isDone; });
}

void Grace::watch(const StopCondition &stop) {
  while (!stop.isReached())
    if (!waitFor(pause))
      return;
  if (waitFor(grace))
    isOver = true;
}

} // namespace fixcon
