// Convolutions of volumes with channels last; filters lie depth, height, width, input, output.
#include "Rules/Support/FusedActivation.h"
#include "Rules/Support/Layout.h"

namespace fixcon {

LogicalResult ruleTFLiteConv3D(Op &, RuleBuilder &b) {
  if (failed(b.needs({0, 1})))
    return failure();
  AttrDict attrs;
  bool same = b.take<std::string>("padding", "SAME") == "SAME";
  attrs.set("auto_pad", same ? "SAME_UPPER" : "VALID");
  attrs.set("strides",
            Attribute::Ints{b.take<int64_t>("stride_d", 0), b.take<int64_t>("stride_h", 0),
                            b.take<int64_t>("stride_w", 0)});
  attrs.set("dilations", Attribute::Ints{b.take<int64_t>("dilation_d_factor", 1),
                                         b.take<int64_t>("dilation_h_factor", 1),
                                         b.take<int64_t>("dilation_w_factor", 1)});
  const Type &x = b.in(0)->type(), &w = b.in(1)->type();
  bool known = b.rank(0) == 5 && b.rank(1) == 5 && x.dim(4).isStatic() && w.dim(3).isStatic() &&
               w.dim(3).size() > 0;
  attrs.set("group", known ? x.dim(4).size() / w.dim(3).size() : int64_t{1});
  Value *filters =
      b.value("transpose", {b.in(1)}, attrsOf({{"perm", Attribute::Ints{4, 3, 0, 1, 2}}}));
  return finishWithFusedActivation(b, withChannelsFirst(b, b.in(0), true, [&](Value *x) {
                                     return b.value("conv", {x, filters, b.in(2)}, attrs);
                                   }));
}

} // namespace fixcon
