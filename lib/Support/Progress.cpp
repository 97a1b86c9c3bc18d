#include "fixcon/Support/Progress.h"

#include <cstdio>
#include <unistd.h>

namespace fixcon {

Progress::Progress(ProgressMode mode) {
  bool terminal = ::isatty(STDERR_FILENO);
  if (mode == ProgressMode::None)
    style = Style::Off;
  else if (mode == ProgressMode::Plain)
    style = Style::Lines;
  else
    style = terminal ? Style::Terminal : Style::Off;
}

Progress::~Progress() { end(); }

void Progress::begin(std::string name, int64_t steps) {
  end();
  std::scoped_lock lock(mutex);
  stage = std::move(name);
  note.clear();
  done = 0;
  total = steps;
  start = Clock::now();
  lastDrawn = start;
}

void Progress::advance(int64_t steps, const std::string &state) {
  std::scoped_lock lock(mutex);
  done += steps;
  if (!state.empty())
    note = state;
  if (style == Style::Off || stage.empty())
    return;
  auto interval =
      style == Style::Terminal ? std::chrono::milliseconds(100) : std::chrono::milliseconds(5000);
  if (Clock::now() - lastDrawn >= interval)
    draw(/*final=*/false);
}

void Progress::end() {
  std::scoped_lock lock(mutex);
  if (!stage.empty() && style != Style::Off)
    draw(/*final=*/true);
  stage.clear();
}

void Progress::draw(bool final) {
  lastDrawn = Clock::now();
  double seconds = std::chrono::duration<double>(lastDrawn - start).count();
  double rate = seconds > 0 ? static_cast<double>(done) / seconds : 0;
  char line[256];
  int used = std::snprintf(line, sizeof line, "%s %lld/%lld  %.1f/s", stage.c_str(),
                           static_cast<long long>(done), static_cast<long long>(total), rate);
  auto room = [&] { return sizeof line - static_cast<size_t>(used); };
  if (final)
    used += std::snprintf(line + used, room(), "  %.1f s", seconds);
  else if (rate > 0 && total > done)
    used += std::snprintf(line + used, room(), "  %.0f s left",
                          static_cast<double>(total - done) / rate);
  if (!note.empty() && used < static_cast<int>(sizeof line))
    std::snprintf(line + used, room(), "  %s", note.c_str());
  if (style == Style::Terminal)
    std::fprintf(stderr, "\r\033[K%s%s", line, final ? "\n" : "");
  else
    std::fprintf(stderr, "%s\n", line);
}

} // namespace fixcon
