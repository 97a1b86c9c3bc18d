// Blocks of pixels and of channels, which come last here; within them the order is that of the core ops.
#include "Rules/Support/Layout.h"

namespace fixcon {

LogicalResult ruleTFLiteDepthToSpace(Op &op, RuleBuilder &b) {
  AttrDict attrs = attrsOf({{"blocksize", b.take<int64_t>("block_size", 0)}});
  const char *core = op.type() == "DEPTH_TO_SPACE" ? "depth_to_space" : "space_to_depth";
  Value *y =
      withChannelsFirst(b, b.in(0), true, [&](Value *x) { return b.value(core, {x}, attrs); });
  if (!y)
    return failure();
  b.result(0, y);
  return success();
}

} // namespace fixcon
