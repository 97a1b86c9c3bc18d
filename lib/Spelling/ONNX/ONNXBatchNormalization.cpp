// batch_normalization by one node. In training mode it has the statistics as results even where nobody reads them:
// runtimes refuse it with the first result alone.
#include "fixcon/Spelling/SpellingBuilder.h"

namespace fixcon {

void spellONNXBatchNormalization(SpellingBuilder &b) {
  if (b.attr<int64_t>("training_mode") != 0)
    b.leastResults = 3;
  b.rename();
}

} // namespace fixcon
