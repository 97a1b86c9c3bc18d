// Progress of long work on standard error: done/total, rate, time left, and a word about the state.
#pragma once

#include <chrono>
#include <cstdint>
#include <mutex>
#include <string>

namespace fixcon {

enum class ProgressMode { Auto, Plain, None };

/// One stage at a time. On a terminal the line is redrawn; in plain mode a line is printed at most
/// every five seconds; `Auto` means a terminal or nothing.
class Progress {
public:
  explicit Progress(ProgressMode mode = ProgressMode::None);
  ~Progress();
  Progress(const Progress &) = delete;
  Progress &operator=(const Progress &) = delete;

  void begin(std::string stage, int64_t total);
  /// Safe to call from threads.
  void advance(int64_t steps = 1, const std::string &note = {});
  void end();

private:
  using Clock = std::chrono::steady_clock;
  void draw(bool final);

  enum class Style { Off, Terminal, Lines } style;
  std::mutex mutex;
  std::string stage, note;
  int64_t done = 0, total = 0;
  Clock::time_point start, lastDrawn;
};

} // namespace fixcon
