// Pooling of tensors with channels last. What the padding adds does not count. An L2 pool is the root of the mean of
// squares.
#include "Rules/Support/FusedActivation.h"
#include "Rules/Support/Layout.h"

namespace fixcon {

LogicalResult ruleTFLitePool2D(Op &op, RuleBuilder &b) {
  AttrDict attrs;
  bool same = b.take<std::string>("padding", "SAME") == "SAME";
  attrs.set("auto_pad", same ? "SAME_UPPER" : "VALID");
  attrs.set("kernel_shape", Attribute::Ints{b.take<int64_t>("filter_height", 0),
                                            b.take<int64_t>("filter_width", 0)});
  attrs.set("strides",
            Attribute::Ints{b.take<int64_t>("stride_h", 0), b.take<int64_t>("stride_w", 0)});
  bool norm = op.type() == "L2_POOL_2D";
  const char *core = op.type() == "MAX_POOL_2D" ? "max_pool" : "average_pool";
  return finishWithFusedActivation(b, withChannelsFirst(b, b.in(0), true, [&](Value *x) {
                                     Value *y =
                                         b.value(core, {norm ? b.value("mul", {x, x}) : x}, attrs);
                                     return norm ? b.value("sqrt", {y}) : y;
                                   }));
}

} // namespace fixcon
