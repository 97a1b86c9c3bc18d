// Types are ordered by how much they say: an unknown type takes in every value, f32[*] fewer, f32[N,8]
// fewer still. Each operation goes through kind, dtype, rank and dims in that order and stops where
// nothing more can be said.
#include "fixcon/IR/TypeLattice.h"

namespace fixcon {

static std::optional<Dim> meetDim(const Dim &declared, const Dim &inferred) {
  if (declared.isStatic() && inferred.isStatic())
    return declared == inferred ? std::optional(declared) : std::nullopt;
  if (declared.isStatic())
    return declared;
  return inferred.isUnknown() ? declared : inferred;
}

/// Where only one of the two says on what grid its integers lie, that is it.
static std::optional<Type> meetTensors(const Type &declared, const Type &inferred) {
  if (declared.dtype() != inferred.dtype())
    return std::nullopt;
  const Quantization *grid = declared.quantization(), *other = inferred.quantization();
  if (grid && other && *grid != *other)
    return std::nullopt;
  const Type &like = grid ? declared : inferred;
  if (!declared.isRanked())
    return inferred.quantizedLike(like);
  if (!inferred.isRanked())
    return declared.quantizedLike(like);
  if (declared.rank() != inferred.rank())
    return std::nullopt;
  Dims dims;
  for (size_t i = 0; i < declared.rank(); ++i) {
    auto dim = meetDim(declared.dim(i), inferred.dim(i));
    if (!dim)
      return std::nullopt;
    dims.push_back(std::move(*dim));
  }
  return like.withDims(std::move(dims));
}

std::optional<Type> meet(const Type &declared, const Type &inferred) {
  if (inferred.isUnknown())
    return declared;
  if (declared.isUnknown())
    return inferred;
  if (declared.isTensor() && inferred.isTensor())
    return meetTensors(declared, inferred);
  if (declared.kind() != inferred.kind())
    return std::nullopt;
  bool sequence = declared.kind() == Type::Kind::Sequence;
  if (!sequence && declared.kind() != Type::Kind::Optional)
    return declared;
  auto inner = meet(declared.inner(), inferred.inner());
  if (!inner)
    return std::nullopt;
  return sequence ? Type::sequence(std::move(*inner)) : Type::optional(std::move(*inner));
}

static Type joinTensors(const Type &a, const Type &b) {
  if (a.dtype() != b.dtype())
    return {};
  const Quantization *grid = a.quantization(), *other = b.quantization();
  bool sameGrid = grid && other && *grid == *other;
  Type joined = Type::unranked(a.dtype()).quantizedLike(sameGrid ? a : Type());
  if (!a.isRanked() || !b.isRanked() || a.rank() != b.rank())
    return joined;
  Dims dims;
  for (size_t i = 0; i < a.rank(); ++i)
    dims.push_back(a.dim(i) == b.dim(i) ? a.dim(i) : Dim());
  return joined.withDims(std::move(dims));
}

Type join(const Type &a, const Type &b) {
  if (a == b || b.isUnknown())
    return a;
  if (a.isUnknown())
    return b;
  if (a.kind() != b.kind())
    return {};
  switch (a.kind()) {
  case Type::Kind::Tensor:
    return joinTensors(a, b);
  case Type::Kind::Sequence:
    return Type::sequence(join(a.inner(), b.inner()));
  case Type::Kind::Optional:
    return Type::optional(join(a.inner(), b.inner()));
  default:
    return {};
  }
}

Type refined(const Type &type, const Type &hint) {
  if (type.isUnknown())
    return hint;
  bool comparable =
      type.isTensor() && hint.isTensor() && hint.isRanked() && type.dtype() == hint.dtype();
  if (!comparable || (type.isRanked() && type.rank() != hint.rank()))
    return type;
  if (!type.isRanked())
    return hint;
  Dims dims = type.dims();
  for (size_t i = 0; i < dims.size(); ++i)
    if (dims[i].isUnknown())
      dims[i] = hint.dim(i);
  return type.withDims(std::move(dims));
}

Type corrected(const Type &declared, const Type &inferred) {
  if (!declared.isTensor() || !declared.isRanked() || !inferred.isTensor() || !inferred.isRanked())
    return declared;
  if (declared.rank() != inferred.rank())
    return declared.withDims(inferred.dims());
  Dims dims = declared.dims();
  for (size_t i = 0; i < dims.size(); ++i)
    if (dims[i].isStatic() && inferred.dim(i) != dims[i])
      dims[i] = inferred.dim(i).isStatic() ? inferred.dim(i) : dims[i];
  return declared.withDims(std::move(dims));
}

} // namespace fixcon
