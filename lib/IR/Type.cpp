// Construction, equality and spelling of types.
// The spelling is what the parser of the IR's text reads.
#include "fixcon/IR/Type.h"

#include "fixcon/Support/Lexer.h"
#include "fixcon/Tensor/Quantize.h"

#include <algorithm>
#include <cassert>
#include <charconv>
#include <cmath>

namespace fixcon {

std::string Dim::str() const {
  if (isStatic())
    return std::to_string(number);
  if (isUnknown())
    return "?";
  return isIdentifier(name) ? name : quote(name);
}

static void appendScales(std::string &out, const std::vector<float> &scales) {
  char digits[32];
  for (size_t i = 0; i < scales.size(); ++i)
    (out += i ? ", " : "")
        .append(digits, std::to_chars(digits, digits + sizeof digits, scales[i]).ptr);
}

static void appendZeroPoints(std::string &out, const std::vector<int64_t> &zeroPoints) {
  for (size_t i = 0; i < zeroPoints.size(); ++i)
    (out += i ? ", " : "") += std::to_string(zeroPoints[i]);
}

std::string Quantization::str() const {
  std::string text = "q<";
  if (isPerAxis())
    text += "axis " + std::to_string(axis) + ", [";
  appendScales(text, scales);
  text += isPerAxis() ? "]" : "";
  if (std::ranges::any_of(zeroPoints, [](int64_t z) { return z != 0; })) {
    text += isPerAxis() ? ", [" : ", ";
    appendZeroPoints(text, zeroPoints);
    text += isPerAxis() ? "]" : "";
  }
  return text + ">";
}

Type::Type() = default;
Type::Type(const Type &) = default;
Type::Type(Type &&) noexcept = default;
Type &Type::operator=(const Type &) = default;
Type &Type::operator=(Type &&) noexcept = default;
Type::~Type() = default;

Type Type::tensor(DType dtype, Dims dims) {
  Type t(Kind::Tensor);
  t.element = dtype;
  t.ranked = true;
  t.extents = std::move(dims);
  return t;
}

Type Type::tensor(DType dtype, const Shape &shape) {
  return tensor(dtype, Dims(shape.begin(), shape.end()));
}

Type Type::unranked(DType dtype) {
  Type t(Kind::Tensor);
  t.element = dtype;
  return t;
}

Type Type::sparse(DType dtype, Dims dims) {
  Type t = tensor(dtype, std::move(dims));
  t.which = Kind::SparseTensor;
  return t;
}

Type Type::sequence(Type element) {
  Type t(Kind::Sequence);
  t.nested = std::make_shared<Type>(std::move(element));
  return t;
}

Type Type::optional(Type element) {
  Type t(Kind::Optional);
  t.nested = std::make_shared<Type>(std::move(element));
  return t;
}

Type Type::map(DType key, Type value) {
  Type t(Kind::Map);
  t.element = key;
  t.nested = std::make_shared<Type>(std::move(value));
  return t;
}

Type Type::quantized(std::shared_ptr<const Quantization> by) const {
  assert(isTensor() || !by);
  Type t = *this;
  t.grid = std::move(by);
  return t;
}

static bool isInRange(DType dtype, int64_t number) {
  if (byteSize(dtype) > 4)
    return true;
  auto [low, high] = rangeOf(dtype);
  return low <= static_cast<double>(number) && static_cast<double>(number) <= high;
}

/// Why so many scales do not fit the dims; empty if they do.
static std::string countError(const Type &type, const Quantization &grid) {
  size_t count = grid.scales.size();
  if (count == 0 || count != grid.zeroPoints.size())
    return std::to_string(count) + " scales and " + std::to_string(grid.zeroPoints.size()) +
           " zero points do not fit";
  if (!grid.isPerAxis())
    return count == 1 ? "" : "several scales need an axis";
  if (!type.isRanked())
    return "";
  if (grid.axis >= static_cast<int64_t>(type.rank()))
    return "there is no axis " + std::to_string(grid.axis);
  const Dim &dim = type.dim(static_cast<size_t>(grid.axis));
  if (dim.isStatic() && static_cast<uint64_t>(dim.size()) != count)
    return std::to_string(count) + " scales do not fit the " + dim.str() + " of axis " +
           std::to_string(grid.axis);
  return "";
}

std::string Type::quantizationError() const {
  if (!grid)
    return "";
  if (!isTensor() || !isInteger(element))
    return "only integers lie on a grid";
  for (float scale : grid->scales)
    if (!std::isfinite(scale) || scale <= 0)
      return "a scale is not a finite number above 0";
  for (int64_t zero : grid->zeroPoints)
    if (!isInRange(element, zero))
      return "zero point " + std::to_string(zero) + " is no " + std::string(fixcon::name(element));
  return countError(*this, *grid);
}

Type Type::withDims(Dims dims) const {
  Type t = *this;
  t.ranked = true;
  t.extents = std::move(dims);
  return t;
}

Type Type::withoutShape() const {
  switch (which) {
  case Kind::Tensor:
    return unranked(element).quantized(grid);
  case Kind::Sequence:
    return sequence(nested->withoutShape());
  case Kind::Optional:
    return optional(nested->withoutShape());
  case Kind::Unknown:
  case Kind::None:
  case Kind::SparseTensor:
  case Kind::Map:
    break;
  }
  return *this;
}

bool Type::admits(const Shape &shape) const {
  if (!ranked)
    return true;
  bool fits = extents.size() == shape.size();
  for (size_t i = 0; fits && i < extents.size(); ++i)
    fits = !extents[i].isStatic() || extents[i].size() == shape[i];
  return fits;
}

bool Type::isStatic() const {
  if (which != Kind::Tensor || !ranked)
    return false;
  for (const Dim &d : extents)
    if (!d.isStatic())
      return false;
  return true;
}

Shape Type::shape() const {
  require(isStatic(), "the shape of a type without one");
  Shape shape;
  for (const Dim &d : extents)
    shape.push_back(d.size());
  return shape;
}

bool Type::operator==(const Type &other) const {
  if (which != other.which)
    return false;
  switch (which) {
  case Kind::Unknown:
  case Kind::None:
    return true;
  case Kind::Tensor:
  case Kind::SparseTensor:
    return element == other.element && ranked == other.ranked && extents == other.extents &&
           (grid == other.grid || (grid && other.grid && *grid == *other.grid));
  case Kind::Map:
    return element == other.element && *nested == *other.nested;
  case Kind::Sequence:
  case Kind::Optional:
    return *nested == *other.nested;
  }
  return false;
}

std::string Type::str() const {
  switch (which) {
  case Kind::Unknown:
    return "?";
  case Kind::None:
    return "none";
  case Kind::Sequence:
    return "seq<" + nested->str() + ">";
  case Kind::Optional:
    return "opt<" + nested->str() + ">";
  case Kind::Map:
    return "map<" + std::string(fixcon::name(element)) + ", " + nested->str() + ">";
  case Kind::Tensor:
  case Kind::SparseTensor:
    break;
  }
  std::string text(fixcon::name(element));
  if (!ranked)
    text += "[*]";
  else {
    text += "[";
    for (size_t i = 0; i < extents.size(); ++i)
      text += (i ? "," : "") + extents[i].str();
    text += "]";
  }
  if (grid)
    text += grid->str();
  return which == Kind::SparseTensor ? "sparse<" + text + ">" : text;
}

Type typeOf(const Tensor &tensor) { return Type::tensor(tensor.dtype(), tensor.shape()); }

} // namespace fixcon
