// Everything that only changes the shape is a RESHAPE to sizes; one that is open is -1.
#include "ChannelsLast.h"
#include "fixcon/Transforms/CoreBuilder.h"

#include <algorithm>

namespace fixcon {

/// The sizes of the result; the first that is not known is -1.
static std::optional<std::vector<int64_t>> sizesOf(const Type &type) {
  if (!type.isTensor() || !type.isRanked())
    return std::nullopt;
  std::vector<int64_t> sizes;
  for (const Dim &dim : type.dims())
    sizes.push_back(dim.isStatic() ? dim.size() : -1);
  return std::ranges::count(sizes, -1) > 1 ? std::nullopt : std::optional(sizes);
}

/// The shape that is asked for, with what a 0 or -1 in it stands for where that is known.
static std::optional<std::vector<int64_t>> asked(SpellingBuilder &b) {
  auto sizes = b.constant(1);
  if (b.def().name() != "reshape" || !sizes)
    return std::nullopt;
  std::vector<int64_t> list = sizes->toInts();
  const Type x = b.type(0);
  for (size_t i = 0; i < list.size(); ++i)
    if (list[i] == 0 && b.attr<int64_t>("allowzero") == 0) {
      if (!x.isTensor() || !x.isRanked() || i >= x.rank())
        return std::nullopt;
      list[i] = x.dim(i).isStatic() ? x.dim(i).size() : -1;
    }
  return std::ranges::count(list, -1) > 1 ? std::nullopt : std::optional(list);
}

void spellTFLiteReshape(SpellingBuilder &b) {
  auto sizes = asked(b);
  if (!sizes)
    sizes = sizesOf(b.resultType(0));
  if (sizes)
    return b.result(0, b.foreign("RESHAPE", {b.in(0), ints32(*sizes)},
                                 attrsOf({{"new_shape", *sizes}}), b.resultType(0)));
  if (b.def().name() != "reshape" || b.in(1).constant)
    return b.refuse("more than one size of the result is not known");
  Value *shape = b.core("cast", {b.in(1)}, attrsOf({{"to", DType::I32}}));
  b.result(0, b.foreign("RESHAPE", {b.in(0), shape}, {}, b.resultType(0)));
}

} // namespace fixcon
