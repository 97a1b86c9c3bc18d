// Redraws one line on a terminal ten times a second at most, or prints a line every five seconds;
// the work that reports may do so as often as it likes.
#include "fixcon/Support/Progress.h"

#include "fixcon/Support/Escape.h"

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
  char part[96];
  std::string line = stage + " " + std::to_string(done) + "/" + std::to_string(total);
  std::snprintf(part, sizeof part, "  %.1f/s", rate);
  line += part;
  part[0] = '\0';
  if (final)
    std::snprintf(part, sizeof part, "  %.1f s", seconds);
  else if (rate > 0 && total > done)
    std::snprintf(part, sizeof part, "  %.0f s left", static_cast<double>(total - done) / rate);
  line += part;
  if (!note.empty())
    line += "  " + shown(note);
  if (style == Style::Terminal)
    std::fprintf(stderr, "\r\033[K%s%s", line.c_str(), final ? "\n" : "");
  else
    std::fprintf(stderr, "%s\n", line.c_str());
}

} // namespace fixcon
