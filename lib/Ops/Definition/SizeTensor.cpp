// Elements are known one by one: an open dim does not hide its neighbours. Tensors of more than
// maxElements are left out, so that following sizes costs the same for every model.
#include "SizeTensor.h"

#include "fixcon/Ops/Broadcast.h"

#include <algorithm>

namespace fixcon {

static bool holdsSizes(DType dtype) {
  return dtype == DType::I64 || dtype == DType::I32 || dtype == DType::Bool;
}

std::optional<Shape> shortShape(const Type &type) {
  if (!type.isTensor() || !type.isStatic() || !holdsSizes(type.dtype()))
    return std::nullopt;
  Shape shape = type.shape();
  auto count = elementCount(shape);
  return count && *count <= SizeTensor::maxElements ? std::optional(shape) : std::nullopt;
}

bool SizeTensor::saysSomething() const {
  return elements.empty() ||
         std::ranges::any_of(elements, [](const SizeProduct &e) { return e.isKnown(); });
}

std::optional<Tensor> SizeTensor::numbers(DType dtype) const {
  std::vector<int64_t> values;
  for (const SizeProduct &element : elements) {
    if (!element.isNumber())
      return std::nullopt;
    values.push_back(element.number());
  }
  return Tensor::of<int64_t>(shape, values).converted(dtype);
}

std::optional<SizeTensor> sizesOf(const InferContext &context, unsigned i) {
  auto shape = context.has(i) ? shortShape(context.type(i)) : std::nullopt;
  if (!shape)
    return std::nullopt;
  if (const SizeTensor *sizes = context.sizes(i))
    return *sizes;
  SizeTensor result{*shape, {}};
  result.elements.resize(static_cast<size_t>(*elementCount(*shape)), SizeProduct::unknown());
  if (const Tensor *value = context.value(i))
    std::ranges::transform(value->toInts(), result.elements.begin(),
                           [](int64_t number) { return SizeProduct(number); });
  return result;
}

std::optional<std::vector<SizeProduct>> knownSizes(const InferContext &context, unsigned i) {
  auto sizes = sizesOf(context, i);
  if (!sizes || !sizes->saysSomething())
    return std::nullopt;
  return std::move(sizes->elements);
}

OpDef::Sizes elementwiseSizes(SizeProduct (*rule)(std::span<const SizeProduct> args)) {
  return [rule](const InferContext &context) -> std::optional<SizeTensor> {
    auto shape = shortShape(context.results()[0]);
    if (!shape)
      return std::nullopt;
    std::vector<SizeTensor> operands;
    std::vector<Shape> strides;
    for (unsigned i = 0; i < context.numOperands(); ++i) {
      auto sizes = sizesOf(context, i);
      if (!sizes)
        return std::nullopt;
      strides.push_back(broadcastStrides(sizes->shape, *shape));
      operands.push_back(std::move(*sizes));
    }
    SizeTensor result{*shape, {}};
    Shape steps = stridesOf(*shape);
    for (int64_t e = 0; e < *elementCount(*shape); ++e) {
      std::vector<SizeProduct> args;
      for (size_t i = 0; i < operands.size(); ++i) {
        int64_t at = 0;
        for (size_t d = 0; d < steps.size(); ++d)
          at += e / steps[d] % (*shape)[d] * strides[i][d];
        args.push_back(operands[i].elements[static_cast<size_t>(at)]);
      }
      result.elements.push_back(rule(args));
    }
    return result;
  };
}

} // namespace fixcon
