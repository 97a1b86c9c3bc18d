// Convolutions of tensors with channels last.
//
// Filters lie output, height, width, input; those of a depthwise convolution 1, height, width, output. A filter that
// has fewer input channels than the tensor is that of a grouped convolution.
#include "Rules/Support/FusedActivation.h"
#include "Rules/Support/Layout.h"

namespace fixcon {

/// The options of a window, as attributes of a core op that has channels second.
static AttrDict windowOf(RuleBuilder &b) {
  AttrDict attrs;
  bool same = b.take<std::string>("padding", "SAME") == "SAME";
  attrs.set("auto_pad", same ? "SAME_UPPER" : "VALID");
  attrs.set("strides",
            Attribute::Ints{b.take<int64_t>("stride_h", 0), b.take<int64_t>("stride_w", 0)});
  attrs.set("dilations", Attribute::Ints{b.take<int64_t>("dilation_h_factor", 1),
                                         b.take<int64_t>("dilation_w_factor", 1)});
  return attrs;
}

/// How many groups of channels do not see each other.
static FailureOr<int64_t> groupsOf(RuleBuilder &b, bool depthwise) {
  auto channels = [&](unsigned operand) -> int64_t {
    bool known = b.rank(operand) == 4 && b.in(operand)->type().dim(3).isStatic();
    return known ? b.in(operand)->type().dim(3).size() : 0;
  };
  int64_t inputs = channels(0), filters = channels(1);
  if (depthwise ? inputs > 0 : inputs > 0 && filters > 0 && inputs % filters == 0)
    return depthwise ? inputs : inputs / filters;
  return b.error() << "the number of input channels is not known or does not fit the filters";
}

LogicalResult ruleTFLiteConv2D(Op &op, RuleBuilder &b) {
  if (failed(b.needs({0, 1})))
    return failure();
  bool depthwise = op.type() == "DEPTHWISE_CONV_2D";
  AttrDict attrs = windowOf(b);
  b.ignore({"depth_multiplier", "quantized_bias_type"});
  auto group = groupsOf(b, depthwise);
  if (failed(group))
    return failure();
  attrs.set("group", *group);
  Attribute::Ints order = depthwise ? Attribute::Ints{3, 0, 1, 2} : Attribute::Ints{0, 3, 1, 2};
  Value *filters = b.value("transpose", {b.in(1)}, attrsOf({{"perm", order}}));
  return finishWithFusedActivation(b, withChannelsFirst(b, b.in(0), true, [&](Value *x) {
                                     return b.value("conv", {x, filters, b.in(2)}, attrs);
                                   }));
}

} // namespace fixcon
