// Transposed convolutions, whose first operand is the shape of the result. The padding is that of the convolution which
// they are the transpose of: it cuts from the front what that one would add there, and from the end whatever leaves the
// result that size; where the result is longer than that, it is padded behind.
#include "Rules/Support/ConstantOperand.h"
#include "Rules/Support/FusedActivation.h"
#include "Rules/Support/Layout.h"

#include <algorithm>

namespace fixcon {

namespace {

struct Axis {
  int64_t in, out, filter;
};

} // namespace

/// The sizes of the spatial axes; nothing, with a report, where one is not known.
static std::optional<std::vector<Axis>> sizesOf(const Op &op, RuleBuilder &b, int64_t rank) {
  const Type &x = b.in(2)->type(), &w = b.in(1)->type(), &y = op.result()->type();
  std::vector<int64_t> shape;
  if (const Tensor *constant = b.weight(0))
    shape = constant->toInts();
  else if (y.isTensor() && y.isStatic())
    shape = y.shape();
  bool known = static_cast<int64_t>(shape.size()) == rank && w.isTensor() && w.isStatic() &&
               w.rank() == x.rank();
  std::vector<Axis> axes;
  for (int64_t i = 1; known && i + 1 < rank; ++i) {
    auto axis = static_cast<size_t>(i);
    known = x.dim(axis).isStatic();
    if (known)
      axes.push_back({x.dim(axis).size(), shape[axis], w.dim(rank == 5 ? axis - 1 : axis).size()});
  }
  if (known)
    return axes;
  b.error() << "the sizes of its input, its filter and its result are not all known";
  return std::nullopt;
}

LogicalResult ruleTFLiteTransposeConv(Op &op, RuleBuilder &b) {
  if (failed(b.needs({0, 1, 2})))
    return failure();
  auto rank = knownRank(b, 2);
  auto sizes = rank ? sizesOf(op, b, *rank) : std::nullopt;
  if (!sizes)
    return failure();
  bool same = b.take<std::string>("padding", "SAME") == "SAME";
  Attribute::Ints strides, begin, end, behind;
  for (const char *name : {"stride_d", "stride_h", "stride_w"})
    if (*rank == 5 || name != std::string_view("stride_d"))
      strides.push_back(b.take<int64_t>(name, 0));
  b.ignore({"dilation_d_factor", "dilation_h_factor", "dilation_w_factor", "quantized_bias_type"});
  for (size_t i = 0; i < strides.size(); ++i) {
    auto [in, out, filter] = (*sizes)[i];
    if (strides[i] <= 0)
      return b.error() << "a stride is not above 0";
    int64_t forward = (out + strides[i] - 1) / strides[i];
    int64_t total = std::max<int64_t>((forward - 1) * strides[i] + filter - out, 0);
    begin.push_back(same ? total / 2 : 0);
    int64_t rest = (in - 1) * strides[i] + filter - begin[i] - out;
    end.push_back(std::max<int64_t>(rest, 0));
    behind.push_back(std::max<int64_t>(-rest, 0));
  }
  begin.insert(begin.end(), end.begin(), end.end());
  Attribute::Ints order = *rank == 5 ? Attribute::Ints{4, 3, 0, 1, 2} : Attribute::Ints{3, 0, 1, 2};
  Value *filters = b.value("transpose", {b.in(1)}, attrsOf({{"perm", order}}));
  AttrDict attrs = attrsOf({{"strides", strides}, {"pads", begin}, {"output_padding", behind}});
  return finishWithFusedActivation(b, withChannelsFirst(b, b.in(2), true, [&](Value *x) {
                                     return b.value("conv_transpose", {x, filters, b.in(3)}, attrs);
                                   }));
}

} // namespace fixcon
