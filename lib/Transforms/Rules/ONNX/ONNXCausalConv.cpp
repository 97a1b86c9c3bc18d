// CausalConvWithState: a convolution of each channel by itself that looks back only. What lies
// before the signal is the state, or zeros; the new state is the end of both.
//
//   onnx.CausalConvWithState %x, %w, %b, %state
//   ->  all = concat(%state, %x);  y = conv(all, %w, %b) by channels;  y * sigmoid(y) if asked for
//       slice of the last k - 1 of all
#include "fixcon/Transforms/RuleBuilder.h"

namespace fixcon {

namespace {
enum Operand : unsigned { Signal, Filters, Bias, State };
}

/// The length of the filters if that and the channels are known, else 0 with a report.
static int64_t filterLength(RuleBuilder &b) {
  const Type &w = b.in(Filters)->type();
  bool known = w.isTensor() && w.isRanked() && w.rank() == 3 && w.dim(0).isStatic() &&
               w.dim(2).isStatic() && w.dim(0).size() >= 1 && w.dim(2).size() >= 1;
  if (known)
    return w.dim(2).size();
  b.error() << "the filters are " << w.str() << "; channels and length must be known";
  return 0;
}

static Value *withPast(RuleBuilder &b, int64_t back) {
  if (b.in(State))
    return b.value("concat", {b.in(State), b.in(Signal)}, attrsOf({{"axis", int64_t(2)}}));
  if (back == 0)
    return b.in(Signal);
  return b.value("pad", {b.in(Signal), b.ints({0, 0, back, 0, 0, 0})});
}

LogicalResult ruleONNXCausalConv(Op &op, RuleBuilder &b) {
  auto activation = b.take<std::string>("activation", "none");
  if (activation != "none" && activation != "silu" && activation != "swish")
    return b.error() << "activation '" << activation << "' is not known";
  int64_t length = filterLength(b);
  if (!length)
    return failure();
  Value *all = withPast(b, length - 1);
  AttrDict byChannel = attrsOf({{"group", b.in(Filters)->type().dim(0).size()}});
  Value *y = b.value("conv", {all, b.in(Filters), b.in(Bias)}, byChannel);
  if (activation != "none")
    y = b.value("mul", {y, b.value("sigmoid", {y})});
  b.result(0, y);
  if (op.hasResult(1)) {
    // Of filters of length 1 nothing is kept: the slice begins behind the end.
    int64_t begin = length > 1 ? 1 - length : INT64_MAX;
    b.result(1, b.value("slice", {all, b.ints({begin}), b.ints({INT64_MAX}), b.ints({2})}));
  }
  return success();
}

} // namespace fixcon
