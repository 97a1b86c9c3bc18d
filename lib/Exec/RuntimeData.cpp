// Values on their way into a run and out of it. Data are nested no deeper than the types of the
// graph, so recursion is bounded.
#include "Step.h"

#include <algorithm>

namespace fixcon {

static bool isOfKind(const Datum &datum, const Type &type) {
  switch (type.kind()) {
  case Type::Kind::Tensor:
    return datum.isTensor();
  case Type::Kind::Sequence:
    return datum.isSequence();
  case Type::Kind::Optional:
    return datum.isOptional();
  default:
    return false;
  }
}

std::optional<Datum> takeTensor(const Datum &given, DType dtype, Numerics numerics) {
  if (isFloat(given.dtype()) != isFloat(dtype) || (!isFloat(dtype) && given.dtype() != dtype))
    return std::nullopt;
  bool rounds = isFloat(dtype) && numerics == Numerics::Typed && given.dtype() != dtype &&
                dtype != DType::F64;
  return rounds ? Datum(given.tensor().converted(dtype)) : Datum(given.tensor(), dtype);
}

static std::optional<Datum> holdTensor(const Datum &given, DType dtype, Numerics numerics) {
  auto taken = takeTensor(given, dtype, numerics);
  return taken && isFloat(dtype) ? Datum(taken->tensor().converted(DType::F64), dtype) : taken;
}

static std::optional<Datum> holdElements(const Datum &given, const Type &element,
                                         Numerics numerics) {
  std::vector<Datum> elements;
  elements.reserve(given.elements().size());
  for (const Datum &datum : given.elements()) {
    auto held = toRuntime(datum, element, numerics);
    if (!held)
      return std::nullopt;
    elements.push_back(std::move(*held));
  }
  // Elements need not have the shape that is declared for all of them.
  Type known = (element.isUnknown() ? given.elementType() : element).withoutShape();
  if (given.isSequence())
    return Datum::sequence(std::move(known), std::move(elements));
  return elements.empty() ? Datum::absent(std::move(known))
                          : Datum::present(std::move(known), std::move(elements.front()));
}

std::optional<Datum> toRuntime(const Datum &given, const Type &type, Numerics numerics) {
  if (type.isUnknown())
    return given.isTensor() ? holdTensor(given, given.dtype(), numerics)
                            : holdElements(given, given.elementType(), numerics);
  if (type.kind() == Type::Kind::Optional && !given.isOptional()) {
    auto content = toRuntime(given, type.inner(), numerics);
    return content ? std::optional(Datum::present(type.inner().withoutShape(), *content))
                   : std::nullopt;
  }
  if (!isOfKind(given, type))
    return std::nullopt;
  return given.isTensor() ? holdTensor(given, type.dtype(), numerics)
                          : holdElements(given, type.inner(), numerics);
}

/// Lists with the tensors in them rounded to the dtypes of the model.
static Datum typedElements(const Datum &value) {
  if (value.isTensor())
    return isFloat(value.dtype()) ? value.tensor().converted(value.dtype()) : value;
  std::vector<Datum> elements;
  for (const Datum &datum : value.elements())
    elements.push_back(typedElements(datum));
  if (value.isSequence())
    return Datum::sequence(value.elementType(), std::move(elements));
  return elements.empty() ? value : Datum::present(value.elementType(), elements.front());
}

Datum fromRuntime(const RunValue &value, Numerics numerics) {
  if (numerics == Numerics::Exact)
    return value.wide();
  return value.isTensor() ? Datum(value.rows(value.dtype())) : typedElements(value.wide());
}

bool fits(const Datum &value, const Type &type) {
  if (type.isUnknown())
    return true;
  if (!isOfKind(value, type))
    return false;
  if (value.isTensor())
    return value.dtype() == type.dtype() && type.admits(value.tensor().shape());
  return std::ranges::all_of(value.elements(),
                             [&](const Datum &datum) { return fits(datum, type.inner()); });
}

} // namespace fixcon
