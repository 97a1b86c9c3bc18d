// Convolutions of tensors with channels last. One group for each channel is another operator, whose filters lie 1, height,
// width, channel. Over one axis there is none: the axis is the second of two.
#include "ChannelsLast.h"
#include "Window.h"
#include "fixcon/Transforms/CoreBuilder.h"

namespace fixcon {

/// Over one axis as over two, of which the first has one element.
static void overOneAxis(SpellingBuilder &b) {
  AttrDict attrs = b.attrs();
  for (const char *name : {"strides", "dilations", "kernel_shape"})
    if (const auto *list = b.attrs().get<Attribute::Ints>(name); list && list->size() == 1)
      attrs.set(name, Attribute::Ints{1, list->front()});
  if (const auto *pads = b.attrs().get<Attribute::Ints>("pads"); pads && pads->size() == 2)
    attrs.set("pads", Attribute::Ints{0, pads->front(), 0, pads->back()});
  auto withAxis = [&](unsigned i) {
    return SpellingOperand(b.core("unsqueeze", {b.in(i), Tensor::of<int64_t>({1}, {2})}));
  };
  SpellingOperand filters;
  if (auto constant = b.constant(1)) {
    Shape shape = constant->shape();
    shape.insert(shape.begin() + 2, 1);
    filters = constant->reshaped(shape);
  } else {
    filters = withAxis(1);
  }
  Value *y = b.core("conv", {withAxis(0), filters, b.in(2)}, std::move(attrs));
  b.result(0, b.core("squeeze", {y, Tensor::of<int64_t>({1}, {2})}));
}

static AttrDict optionsOf(const WindowSpelling &window) {
  AttrDict attrs = attrsOf({{"padding", window.padding}});
  static constexpr const char *axes[] = {"d", "h", "w"};
  size_t rank = window.kernel.size(), skipped = 3 - rank;
  for (size_t i = 0; i < rank; ++i)
    attrs.set(std::string("stride_") + axes[i + skipped], window.strides[i]);
  for (size_t i = 0; i < rank; ++i)
    attrs.set(std::string("dilation_") + axes[i + skipped] + "_factor", window.dilations[i]);
  attrs.set("fused_activation_function", "NONE");
  return attrs;
}

void spellTFLiteConv(SpellingBuilder &b) {
  int64_t rank = b.rank(0);
  if (b.refused())
    return;
  if (rank == 3)
    return overOneAxis(b);
  const Type x = b.type(0), w = b.type(1);
  bool known =
      (rank == 4 || rank == 5) && x.dim(1).isStatic() && w.isStatic() && w.rank() == x.rank();
  if (!known)
    return b.refuse("the channels of the operand or the sizes of the filters are not known");
  Shape filters = w.shape();
  auto window = windowOf(b, Attribute::Ints(filters.begin() + 2, filters.end()));
  if (!window)
    return;
  int64_t group = b.attr<int64_t>("group", 1), channels = x.dim(1).size();
  bool isDepthwise = rank == 4 && group == channels && group > 1 && filters[1] == 1;
  if (rank == 5 && group != 1)
    return b.refuse("CONV_3D has one group");
  AttrDict attrs = optionsOf(*window);
  Permutation order = rank == 5     ? Permutation{2, 3, 4, 1, 0}
                      : isDepthwise ? Permutation{1, 2, 3, 0}
                                    : Permutation{0, 2, 3, 1};
  if (isDepthwise)
    attrs.set("depth_multiplier", filters[0] / channels);
  const char *type = rank == 5 ? "CONV_3D" : isDepthwise ? "DEPTHWISE_CONV_2D" : "CONV_2D";
  SpellingOperand weights = b.in(1);
  if (auto constant = b.constant(1))
    weights = *constant;
  std::vector<SpellingOperand> operands = {windowed(b, *window, nullptr),
                                           transposed(b, weights, order)};
  if (!b.in(2).isAbsent())
    operands.push_back(b.in(2));
  Value *y = b.foreign(type, operands, std::move(attrs),
                       transposed(b.resultType(0), toChannelsLast(rank)));
  b.result(0, transposed(b, y, toChannelsFirst(rank)).value);
}

} // namespace fixcon
