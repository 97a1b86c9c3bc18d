// There is no operator that does nothing; a Transpose that moves no axis copies what it reads.
#include "ChannelsLast.h"

#include <numeric>

namespace fixcon {

void spellTFLiteIdentity(SpellingBuilder &b) {
  Permutation perm(static_cast<size_t>(b.rank(0)));
  std::iota(perm.begin(), perm.end(), 0);
  if (!b.refused())
    b.result(0, b.foreign("TRANSPOSE", {b.in(0), ints32(perm)}, {}, b.resultType(0)));
}

} // namespace fixcon
