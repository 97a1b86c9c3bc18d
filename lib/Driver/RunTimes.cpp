// The first run, which may include work that later ones save, counts in the median only if there
// are no others. The memory is the most that the process ever held, loading the model included.
#include "RunTimes.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <sys/resource.h>

namespace fixcon {

static double median(std::vector<double> sorted) {
  size_t half = sorted.size() / 2;
  return sorted.size() % 2 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
}

std::string toJson(const RunTimes &times) {
  std::vector<double> sorted = times.repeatsMs;
  if (sorted.empty())
    sorted.push_back(times.firstMs);
  std::ranges::sort(sorted);
  struct rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  nlohmann::ordered_json json = {{"load_ms", times.loadMs},
                                 {"compile_ms", times.compileMs},
                                 {"first_ms", times.firstMs},
                                 {"median_ms", median(sorted)},
                                 {"min_ms", sorted.front()},
                                 {"max_ms", sorted.back()},
                                 {"threads", times.threads},
                                 {"executor", times.executor},
                                 {"numerics", times.numerics},
                                 // Linux counts in kilobytes.
                                 {"peak_rss_mb", static_cast<double>(usage.ru_maxrss) / 1024}};
  return json.dump(2) + "\n";
}

} // namespace fixcon
