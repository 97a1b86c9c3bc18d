// The end of work from outside, looked at inside of it: a deadline or Ctrl-C that a loop of any depth notices.
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <optional>

namespace fixcon {

/// When work must end.
struct StopCondition {
  std::optional<std::chrono::steady_clock::time_point> deadline;
  /// Work ends once this is true; null: nothing interrupts it.
  const std::atomic<bool> *interrupt = nullptr;

  bool isInterrupted() const { return interrupt && *interrupt; }
  bool isReached() const {
    return isInterrupted() || (deadline && std::chrono::steady_clock::now() >= *deadline);
  }
};

/// What checkStop() throws. No error, hence no std::exception: what catches those does not take it for theirs.
struct Stopped {};

/// While it lives, what its thread does ends when `condition` is reached (null: never). Threads that work for
/// this one (parallelFor) end as well. Scopes end in reverse order.
class StopScope {
public:
  explicit StopScope(const StopCondition *condition);
  ~StopScope();
  StopScope(const StopScope &) = delete;
  StopScope &operator=(const StopScope &) = delete;

  /// The condition of the calling thread's innermost scope, or null.
  static const StopCondition *current();

private:
  const StopCondition *outer;
};

/// Throws Stopped if the condition of the calling thread is reached. It reads the clock: fit for steps of a
/// microsecond and more.
void checkStop();

/// The same for short steps: looks after so much work that it costs nothing beside it.
class StopCheck {
public:
  /// `work` in elements, multiplications or whatever takes some nanoseconds.
  void after(int64_t work) {
    done += work;
    if (done < workBetween)
      return;
    done = 0;
    checkStop();
  }

private:
  static constexpr int64_t workBetween = 1 << 16;
  int64_t done = 0;
};

} // namespace fixcon
