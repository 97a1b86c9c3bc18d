// What fixcon-run measured, as docs/Tools.md describes the JSON file.
#pragma once

#include <string>
#include <vector>

namespace fixcon {

struct RunTimes {
  double loadMs = 0, compileMs = 0, firstMs = 0;
  std::vector<double> repeatsMs; ///< empty: only the first run was made
  unsigned threads = 1;          ///< of one inference; the reference executor has one
  std::string executor, numerics;
};

std::string toJson(const RunTimes &times);

} // namespace fixcon
