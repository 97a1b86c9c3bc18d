// Updates are taken in their order, so of two for one place the last stays, and float sums are
// reproducible; ONNX leaves the order open. Integers wrap, and max and min give NaN if either side
// is NaN, as NumPy does.
#include "Scatter.h"

#include "Definition/WrappingFold.h"

#include <algorithm>
#include <cstring>

namespace fixcon {

LogicalResult checkReduction(InferContext &context, const std::string &reduction) {
  static constexpr std::string_view known[] = {"none", "add", "mul", "max", "min"};
  bool valid = std::find(std::begin(known), std::end(known), reduction) != std::end(known);
  if (!valid || (reduction != "none" && !isReal(context.type(0).dtype()))) // c8
    return context.error(context.op().name() + "_c8")
           << "reduction '" << reduction << "' of " << name(context.type(0).dtype());
  return success();
}

namespace {

template <class T> T combine(T a, T b, const std::string &reduction) {
  if (reduction == "max")
    return a != a || a > b ? a : b;
  if (reduction == "min")
    return a != a || a < b ? a : b;
  return reduction == "add" ? WrappingSum::step(a, b) : WrappingProduct::step(a, b);
}

void reduceInto(Tensor &data, const Tensor &updates, std::span<const int64_t> targets,
                const std::string &reduction) {
  withArithmeticType(data.dtype(), [&](auto tag) {
    using T = typename decltype(tag)::type;
    auto out = data.mutableData<T>();
    auto from = updates.data<T>();
    for (size_t i = 0; i < targets.size(); ++i) {
      T &target = out[static_cast<size_t>(targets[i])];
      target = combine<T>(target, from[i], reduction);
    }
  });
}

} // namespace

LogicalResult scatter(EvalContext &context, Tensor data, const Tensor &updates,
                      std::span<const int64_t> targets, const std::string &reduction) {
  if (updates.size() != static_cast<int64_t>(targets.size()) || updates.dtype() != data.dtype())
    return context.error() << "updates do not fit";
  if (reduction != "none")
    reduceInto(data, updates, targets, reduction);
  else if (data.isString())
    for (size_t i = 0; i < targets.size(); ++i)
      data.mutableStrings()[static_cast<size_t>(targets[i])] = updates.strings()[i];
  else {
    size_t width = byteSize(data.dtype());
    std::byte *out = data.mutableBytes().data();
    for (size_t i = 0; i < targets.size(); ++i)
      std::memcpy(out + static_cast<size_t>(targets[i]) * width, updates.bytes().data() + i * width,
                  width);
  }
  context.out() = std::move(data);
  return success();
}

} // namespace fixcon
