// SAME makes as many windows as strides fit into the axis, rounded up; with an odd amount the larger part is behind.
#include "Window.h"

#include "ChannelsLast.h"

#include <algorithm>

namespace fixcon {

bool WindowSpelling::needsPad() const {
  return padding == "VALID" &&
         std::ranges::any_of(pads, [](int64_t amount) { return amount != 0; });
}

std::optional<Attribute::Ints> samePads(const Type &type, const Attribute::Ints &kernel,
                                        const Attribute::Ints &strides,
                                        const Attribute::Ints &dilations, bool upper) {
  size_t rank = kernel.size();
  bool fits = type.isTensor() && type.isRanked() && type.rank() == rank + 2 &&
              strides.size() == rank && dilations.size() == rank;
  Attribute::Ints pads(2 * rank);
  for (size_t i = 0; fits && i < rank; ++i) {
    int64_t extent = (kernel[i] - 1) * dilations[i] + 1;
    // At a step of 1 the amounts are the same for all sizes.
    const Dim &dim = type.dim(i + 2);
    int64_t input = strides[i] == 1 ? extent : dim.isStatic() ? dim.size() : -1;
    if (input < 0 || strides[i] <= 0)
      return std::nullopt;
    int64_t windows = (input + strides[i] - 1) / strides[i];
    int64_t total = std::max<int64_t>(0, (windows - 1) * strides[i] + extent - input);
    pads[i] = upper ? total / 2 : total - total / 2;
    pads[i + rank] = total - pads[i];
  }
  return fits ? std::optional(pads) : std::nullopt;
}

/// What rounding up the number of windows adds behind each axis.
static bool addCeil(const SpellingBuilder &b, WindowSpelling &window) {
  const Type x = b.type(0), y = b.resultType(0);
  size_t rank = window.kernel.size();
  for (size_t i = 0; i < rank; ++i) {
    bool known = x.isTensor() && y.isTensor() && x.rank() == rank + 2 && y.rank() == rank + 2 &&
                 x.dim(i + 2).isStatic() && y.dim(i + 2).isStatic();
    if (!known)
      return false;
    int64_t extent = (window.kernel[i] - 1) * window.dilations[i] + 1;
    int64_t covered = (y.dim(i + 2).size() - 1) * window.strides[i] + extent;
    int64_t had = x.dim(i + 2).size() + window.pads[i] + window.pads[i + rank];
    window.pads[i + rank] += std::max<int64_t>(covered - had, 0);
  }
  return true;
}

std::optional<WindowSpelling> windowOf(SpellingBuilder &b, const Attribute::Ints &kernel) {
  size_t rank = kernel.size();
  auto listed = [&](const char *name, int64_t fallback) {
    auto list = b.attr<Attribute::Ints>(name);
    return list.empty() ? Attribute::Ints(fallback == 0 ? 2 * rank : rank, fallback) : list;
  };
  WindowSpelling window{kernel, listed("strides", 1), listed("dilations", 1), listed("pads", 0),
                        "VALID"};
  auto mode = b.attr<std::string>("auto_pad", "NOTSET");
  const Type x = b.type(0);
  auto same = [&](bool upper) {
    return samePads(x, kernel, window.strides, window.dilations, upper);
  };
  if (window.strides.size() != rank || window.dilations.size() != rank ||
      window.pads.size() != 2 * rank) {
    b.refuse("strides, dilations or pads do not fit the window");
    return std::nullopt;
  }
  if (mode == "VALID")
    window.pads.assign(2 * rank, 0);
  if (mode == "SAME_UPPER") {
    window.padding = "SAME";
    return window;
  }
  if (mode == "SAME_LOWER") {
    auto pads = same(false);
    if (!pads)
      b.refuse("the amounts of SAME_LOWER are not known at open sizes");
    window.pads = pads.value_or(window.pads);
  }
  if (b.attr<int64_t>("ceil_mode", 0) != 0 && !addCeil(b, window))
    b.refuse("how many windows ceil_mode adds is not known at open sizes");
  bool none = std::ranges::all_of(window.pads, [](int64_t amount) { return amount == 0; });
  if (!none && same(true) == window.pads)
    window.padding = "SAME";
  return b.refused() ? std::nullopt : std::optional(window);
}

SpellingOperand windowed(SpellingBuilder &b, const WindowSpelling &window,
                         const SpellingOperand &number) {
  SpellingOperand x = transposed(b, b.in(0), toChannelsLast(b.rank(0)));
  if (!window.needsPad())
    return x;
  size_t rank = window.kernel.size();
  std::vector<int64_t> pads = {0}; // batch, spatial axes, channels
  for (size_t side = 0; side < 2; ++side) {
    auto begin = window.pads.begin() + static_cast<std::ptrdiff_t>(side * rank);
    pads.insert(pads.end(), begin, begin + static_cast<std::ptrdiff_t>(rank));
    pads.push_back(0);
    if (side == 0)
      pads.push_back(0);
  }
  return b.core("pad", {x, Tensor::of<int64_t>({std::ssize(pads)}, pads), number});
}

} // namespace fixcon
