// Amounts of a pad are begins of all axes, then ends; those of a window leave out batch and
// channels. They are limited so that sums cannot overflow. A dilated window counts as one that may
// lie in padding alone: its taps can be further apart than the kernel is long.
#include "Padding.h"

#include "Permutation.h"

namespace fixcon {

std::optional<double> paddingValue(const Op &pad) {
  Attribute mode = effective(pad, "mode");
  if (mode.get<std::string>() && *mode.get<std::string>() != "constant")
    return std::nullopt;
  return pad.operand(2) ? constantScalar(pad.operand(2)) : std::optional(0.0);
}

/// The amounts of a pad in the order of the axes behind the transpose.
static std::optional<std::vector<int64_t>> amountsBehind(const Op &pad, const Op *transpose) {
  auto amounts = constantInts(pad.operand(1));
  auto perm = transpose ? permOf(*transpose) : std::nullopt;
  if (!transpose || !amounts)
    return amounts;
  if (!perm || amounts->size() != 2 * perm->size())
    return std::nullopt;
  std::vector<int64_t> out;
  for (size_t side = 0; side < 2; ++side)
    for (int64_t axis : *perm)
      out.push_back((*amounts)[side * perm->size() + static_cast<size_t>(axis)]);
  return out;
}

std::optional<Attribute::Ints> joinedPads(const Op &window, const Op &pad, const Op *transpose) {
  auto amounts = amountsBehind(pad, transpose);
  const auto *own = window.attr<Attribute::Ints>("pads");
  auto rank = rankOf(pad.operand(0));
  bool plain = amounts && own && rank && !pad.operand(3) && !window.attrs().find("auto_pad");
  if (!plain || static_cast<int64_t>(amounts->size()) != 2 * *rank ||
      static_cast<int64_t>(own->size()) != 2 * (*rank - 2))
    return std::nullopt;
  size_t spatial = own->size() / 2;
  Attribute::Ints sum = *own;
  for (size_t side = 0; side < 2; ++side)
    for (size_t i = 0; i < spatial + 2; ++i) {
      int64_t amount = (*amounts)[side * (spatial + 2) + i];
      if (amount < 0 || (i < 2 && amount) || amount > (int64_t(1) << 30))
        return std::nullopt;
      if (i >= 2)
        sum[side * spatial + i - 2] += amount;
    }
  return sum;
}

bool shorterThanWindow(const Op &window, const Attribute::Ints &pads) {
  const auto *kernel = window.attr<Attribute::Ints>("kernel_shape");
  const auto *dilations = window.attr<Attribute::Ints>("dilations");
  if (!kernel || pads.size() != 2 * kernel->size())
    return false;
  for (size_t i = 0; i < pads.size(); ++i) {
    size_t axis = i % kernel->size();
    bool dilated = dilations && axis < dilations->size() && (*dilations)[axis] != 1;
    if (dilated || pads[i] >= (*kernel)[axis])
      return false;
  }
  return true;
}

} // namespace fixcon
