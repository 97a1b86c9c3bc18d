// Pools do not see what SAME adds. A mean that counts zeros has them in front; one that does not, and is padded otherwise,
// is that mean times how much of each window is zeros.
#include "ChannelsLast.h"
#include "Window.h"
#include "fixcon/Transforms/CoreBuilder.h"

#include <algorithm>
#include <limits>

namespace fixcon {

/// For each window, its elements over those that are none of the padding; channels last.
static std::optional<Tensor> shares(const SpellingBuilder &b, const WindowSpelling &window) {
  const Type x = b.type(0), y = b.resultType(0);
  if (!x.isTensor() || !y.isTensor() || x.rank() != 4 || y.rank() != 4)
    return std::nullopt;
  std::vector<double> parts[2];
  for (size_t axis = 0; axis < 2; ++axis) {
    if (!x.dim(axis + 2).isStatic() || !y.dim(axis + 2).isStatic())
      return std::nullopt;
    for (int64_t i = 0; i < y.dim(axis + 2).size(); ++i) {
      int64_t first = i * window.strides[axis] - window.pads[axis];
      int64_t begin = std::max<int64_t>(first, 0),
              end = std::min(first + window.kernel[axis], x.dim(axis + 2).size());
      if (begin >= end)
        return std::nullopt;
      parts[axis].push_back(static_cast<double>(window.kernel[axis]) /
                            static_cast<double>(end - begin));
    }
  }
  std::vector<float> all;
  for (double row : parts[0])
    for (double column : parts[1])
      all.push_back(static_cast<float>(row * column));
  return Tensor::of<float>({1, std::ssize(parts[0]), std::ssize(parts[1]), 1}, all);
}

void spellTFLitePool(SpellingBuilder &b) {
  auto kernel = b.attr<Attribute::Ints>("kernel_shape");
  if (b.rank(0) != 4 || kernel.size() != 2 || b.hasResult(1))
    return b.refuse("pools are over two axes, and tell no positions");
  auto window = windowOf(b, kernel);
  if (!window)
    return;
  if (window->dilations != Attribute::Ints{1, 1})
    return b.refuse("pools have no dilations");
  bool isMean = b.def().name() == "average_pool";
  bool counts = isMean && b.attr<int64_t>("count_include_pad") != 0;
  bool isPadded = std::ranges::any_of(window->pads, [](int64_t amount) { return amount != 0; });
  if (counts && window->padding == "SAME" && isPadded)
    window->padding = "VALID";
  if (counts && window->padding == "SAME" &&
      b.attr<std::string>("auto_pad", "NOTSET") == "SAME_UPPER")
    return b.refuse("a mean that counts what SAME adds is not known");
  SpellingOperand number;
  if (!isMean)
    number = b.number(-std::numeric_limits<double>::infinity());
  std::optional<Tensor> factors =
      isMean && !counts && window->needsPad() ? shares(b, *window) : std::nullopt;
  if (isMean && !counts && window->needsPad() && !factors)
    return b.refuse("what of each window is padding is not known at open sizes");
  AttrDict attrs = attrsOf({{"padding", window->padding},
                            {"stride_w", window->strides[1]},
                            {"stride_h", window->strides[0]},
                            {"filter_width", kernel[1]},
                            {"filter_height", kernel[0]},
                            {"fused_activation_function", "NONE"}});
  SpellingOperand x = windowed(b, *window, number);
  Value *y = b.foreign(b.foreignType, {x}, std::move(attrs),
                       transposed(b.resultType(0), toChannelsLast(4)));
  if (factors)
    y = b.core("mul", {y, factors->converted(b.type(0).dtype())});
  b.result(0, transposed(b, y, toChannelsFirst(4)).value);
}

} // namespace fixcon
