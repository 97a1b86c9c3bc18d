// Looking passes up by name, and the suggestion for a name that is not there.
#include "fixcon/Pass/PassManager.h"

#include <algorithm>
#include <numeric>

namespace fixcon {

const PassEntry *findPass(std::span<const PassEntry> table, std::string_view name) {
  for (const PassEntry &entry : table)
    if (entry.name == name)
      return &entry;
  return nullptr;
}

/// Levenshtein's distance, one row at a time.
static size_t editDistance(std::string_view a, std::string_view b) {
  std::vector<size_t> row(b.size() + 1);
  std::iota(row.begin(), row.end(), size_t(0));
  for (size_t i = 1; i <= a.size(); ++i) {
    size_t diagonal = row[0];
    row[0] = i;
    for (size_t j = 1; j <= b.size(); ++j) {
      size_t replaced = diagonal + (a[i - 1] != b[j - 1]);
      diagonal = row[j];
      row[j] = std::min({row[j] + 1, row[j - 1] + 1, replaced});
    }
  }
  return row.back();
}

std::string closestPass(std::span<const PassEntry> table, std::string_view name) {
  constexpr size_t maxCompared = 64, farthest = 3;
  std::string best;
  size_t bestDistance = farthest + 1;
  for (const PassEntry &entry : table) {
    size_t distance = name.size() > maxCompared ? bestDistance : editDistance(name, entry.name);
    if (distance < bestDistance) {
      bestDistance = distance;
      best = entry.name;
    }
  }
  return best;
}

} // namespace fixcon
