// Construction, equality and spelling of types.
// The spelling is what the parser of the IR's text reads.
#include "fixcon/IR/Type.h"

#include "fixcon/Support/Lexer.h"

namespace fixcon {

std::string Dim::str() const {
  if (isStatic())
    return std::to_string(number);
  if (isUnknown())
    return "?";
  return isIdentifier(name) ? name : quote(name);
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

Type Type::withoutShape() const {
  switch (which) {
  case Kind::Tensor:
    return unranked(element);
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
  assert(isStatic());
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
    return element == other.element && ranked == other.ranked && extents == other.extents;
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
  return which == Kind::SparseTensor ? "sparse<" + text + ">" : text;
}

Type typeOf(const Tensor &tensor) { return Type::tensor(tensor.dtype(), tensor.shape()); }

} // namespace fixcon
