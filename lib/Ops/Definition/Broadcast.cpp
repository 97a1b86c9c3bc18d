// Shapes are aligned at their ends. An open dim against a number n > 1 is n or 1 if the model runs
// at all, and either gives n; two open dims, were they two symbols, may each be the 1 that is
// repeated.
#include "fixcon/Ops/Broadcast.h"

#include "fixcon/Support/Require.h"

namespace fixcon {
namespace {

std::optional<Dim> broadcastDim(const Dim &a, const Dim &b) {
  if (a == b)
    return a;
  if (a.isStatic() && b.isStatic()) {
    if (a.size() == 1)
      return b;
    return b.size() == 1 ? std::optional(a) : std::nullopt;
  }
  if (!a.isStatic() && !b.isStatic())
    return Dim(); // either may turn out to be the 1 that the other repeats
  const Dim &number = a.isStatic() ? a : b, &open = a.isStatic() ? b : a;
  return number.size() == 1 ? open : number;
}

} // namespace

std::optional<Dims> broadcast(const Dims &a, const Dims &b) {
  const Dims &longer = a.size() >= b.size() ? a : b;
  const Dims &shorter = a.size() >= b.size() ? b : a;
  Dims result = longer;
  size_t shift = longer.size() - shorter.size();
  for (size_t i = 0; i < shorter.size(); ++i) {
    auto dim = broadcastDim(longer[i + shift], shorter[i]);
    if (!dim)
      return std::nullopt;
    result[i + shift] = *dim;
  }
  return result;
}

Shape broadcastStrides(const Shape &shape, const Shape &result) {
  require(shape.size() <= result.size(), "a shape is spread over fewer axes");
  Shape own = stridesOf(shape), strides(result.size(), 0);
  size_t shift = result.size() - shape.size();
  for (size_t i = 0; i < shape.size(); ++i)
    if (shape[i] != 1)
      strides[i + shift] = own[i];
  return strides;
}

static std::span<const int64_t> withoutLeadingOnes(const Shape &shape) {
  auto first = std::ranges::find_if(shape, [](int64_t size) { return size != 1; });
  return {first, shape.end()};
}

bool broadcastAlike(const Shape &a, const Shape &b) {
  return std::ranges::equal(withoutLeadingOnes(a), withoutLeadingOnes(b));
}

} // namespace fixcon
