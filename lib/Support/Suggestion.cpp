// Levenshtein's distance, with two neighbours in the wrong order as one mistake. A short word is close to
// many names by chance, so at most half of its letters may be wrong; of names equally close the first is
// meant.
#include "fixcon/Support/Suggestion.h"

#include <algorithm>

namespace fixcon {

static size_t editDistance(std::string_view a, std::string_view b) {
  std::vector<std::vector<size_t>> table(a.size() + 1, std::vector<size_t>(b.size() + 1));
  for (size_t i = 0; i <= a.size(); ++i)
    for (size_t j = 0; j <= b.size(); ++j) {
      size_t &best = table[i][j];
      best = std::max(i, j);
      if (i && j)
        best = std::min({table[i - 1][j] + 1, table[i][j - 1] + 1,
                         table[i - 1][j - 1] + (a[i - 1] != b[j - 1])});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
        best = std::min(best, table[i - 2][j - 2] + 1);
    }
  return table[a.size()][b.size()];
}

std::string didYouMean(std::string_view word, const std::vector<std::string> &names) {
  constexpr size_t maxCompared = 64, farthest = 3;
  if (word.size() > maxCompared)
    return "";
  size_t bestDistance = std::min(farthest, word.size() / 2) + 1;
  std::string best;
  for (const std::string &name : names) {
    size_t distance = editDistance(word, name);
    if (distance < bestDistance) {
      bestDistance = distance;
      best = name;
    }
  }
  return best.empty() ? "" : "; did you mean '" + best + "'?";
}

} // namespace fixcon
