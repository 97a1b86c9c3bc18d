// Integers, booleans and strings are decisions already. The score is the share of equal elements.
#include "fixcon/Validate/Comparator.h"

namespace fixcon {

static bool equal(const Tensor &source, const Tensor &target, int64_t i) {
  if (source.isString())
    return source.strings()[static_cast<size_t>(i)] == target.strings()[static_cast<size_t>(i)];
  // Beyond 2^53 a double no longer tells neighbours apart.
  if (isInteger(source.dtype()) && isInteger(target.dtype()))
    return source.toInt(i) == target.toInt(i);
  return source.toDouble(i) == target.toDouble(i);
}

Decision decideExact(const Tensor &source, const Tensor &target) {
  if (source.isString() != target.isString())
    return {false, 0};
  int64_t same = 0;
  for (int64_t i = 0; i < source.size(); ++i)
    same += equal(source, target, i);
  bool all = same == source.size();
  return {all, all ? 1 : static_cast<double>(same) / static_cast<double>(source.size())};
}

} // namespace fixcon
