// A pool over everything is a reduction of the axes behind the channels.
#include "fixcon/Spelling/SpellingBuilder.h"
#include "fixcon/Transforms/CoreBuilder.h"

namespace fixcon {

void spellTFLiteGlobalPool(SpellingBuilder &b) {
  std::vector<int64_t> axes;
  for (int64_t axis = 2; axis < b.rank(0); ++axis)
    axes.push_back(axis);
  const char *core = b.def().name() == "global_max_pool" ? "reduce_max" : "reduce_mean";
  b.result(0, b.core(core, {b.in(0), Tensor::of<int64_t>({std::ssize(axes)}, axes)},
                     attrsOf({{"keepdims", int64_t(1)}})));
}

} // namespace fixcon
