// Token lists of any lengths: the edit distance (insertions, deletions, exchanges; Levenshtein 1966), row by
// row of the memory that two lines of its table take. The score is 1 - distance / length.
#include "fixcon/Validate/Comparator.h"

#include <algorithm>
#include <numeric>

namespace fixcon {

static int64_t editDistance(const std::vector<double> &a, const std::vector<double> &b) {
  std::vector<int64_t> above(b.size() + 1), line(b.size() + 1);
  std::iota(above.begin(), above.end(), 0);
  for (size_t i = 0; i < a.size(); ++i) {
    line[0] = static_cast<int64_t>(i) + 1;
    for (size_t j = 0; j < b.size(); ++j)
      line[j + 1] = std::min({above[j] + (a[i] != b[j]), above[j + 1] + 1, line[j] + 1});
    std::swap(above, line);
  }
  return above.back();
}

Decision decideSequence(const Tensor &source, const Tensor &target) {
  // A table of more entries is no sequence of tokens; equality is all that is asked of it then.
  constexpr int64_t largestTable = 100'000'000;
  std::vector<double> a = source.toDoubles(), b = target.toDoubles();
  auto longest = static_cast<double>(std::max(a.size(), b.size()));
  if (a == b || longest == 0)
    return {};
  if (!b.empty() && source.size() > largestTable / target.size())
    return {false, 0};
  return {false, 1 - static_cast<double>(editDistance(a, b)) / longest};
}

} // namespace fixcon
