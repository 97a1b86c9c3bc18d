// Arithmetic of sizes before anything runs. What a shape op gives, and what ops on integers make of
// it, is known as far as the dims are: N x 4 pixels reshaped to [shape[0] * 2, -1] give N*2 rows.
#pragma once

#include "SizeProduct.h"

#include "fixcon/Ops/InferContext.h"
#include "fixcon/Ops/OpDef.h"

namespace fixcon {

/// A short integer tensor (bool included, as 0 and 1) of numbers, products of symbols, and elements
/// that are unknown.
struct SizeTensor {
  /// Shapes and axes are short; what is longer is no shape arithmetic.
  static constexpr int64_t maxElements = 64;

  Shape shape;
  std::vector<SizeProduct> elements;

  /// Whether anything is known of any element.
  bool saysSomething() const;
  /// All elements as numbers of that dtype, which holds them; nullopt if one is no number.
  std::optional<Tensor> numbers(DType dtype) const;
};

/// What is known of operand i, an integer tensor: nullopt if it is none, is long, or its size is
/// open. What is not known of its elements stays unknown.
std::optional<SizeTensor> sizesOf(const InferContext &context, unsigned i);

/// The elements of operand i, a list of sizes, as far as any is known; else nullopt.
std::optional<std::vector<SizeProduct>> knownSizes(const InferContext &context, unsigned i);

/// The rule of an elementwise op that computes each element from the operands' elements.
OpDef::Sizes elementwiseSizes(SizeProduct (*rule)(std::span<const SizeProduct> args));

/// The shape of a tensor whose elements may be sizes: integers or conditions, not many.
std::optional<Shape> shortShape(const Type &type);

} // namespace fixcon
