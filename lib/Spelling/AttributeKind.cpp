// Conversions go over lists of numbers: what has no numbers stays as it is.
#include "AttributeKind.h"

#include <algorithm>

namespace fixcon {

static std::optional<Attribute::Ints> intsOf(const Attribute &value) {
  if (const auto *list = value.get<Attribute::Ints>())
    return *list;
  if (const auto *number = value.get<int64_t>())
    return Attribute::Ints{*number};
  if (const auto *flag = value.get<bool>())
    return Attribute::Ints{*flag};
  if (const auto *tensor = value.get<Tensor>();
      tensor && (isInteger(tensor->dtype()) || tensor->dtype() == DType::Bool))
    return tensor->toInts();
  return std::nullopt;
}

static std::optional<Attribute::Floats> floatsOf(const Attribute &value) {
  if (const auto *list = value.get<Attribute::Floats>())
    return *list;
  if (const auto *number = value.get<double>())
    return Attribute::Floats{*number};
  if (const auto *tensor = value.get<Tensor>(); tensor && isFloat(tensor->dtype()))
    return tensor->toDoubles();
  return std::nullopt;
}

template <class Number, class List>
static std::optional<Attribute> listOrNumber(const std::optional<List> &list, bool wantsList) {
  if (!list)
    return std::nullopt;
  if (wantsList)
    return Attribute(*list);
  return list->size() == 1 ? std::optional<Attribute>(Attribute(Number(list->front())))
                           : std::nullopt;
}

std::optional<Attribute> asKind(const Attribute &value, std::string_view kind) {
  if (kind == "int" || kind == "ints")
    return listOrNumber<int64_t>(intsOf(value), kind == "ints");
  if (kind == "float" || kind == "floats")
    return listOrNumber<double>(floatsOf(value), kind == "floats");
  bool fits = (kind == "string" && value.get<std::string>()) ||
              (kind == "strings" && value.get<Attribute::Strings>()) ||
              (kind == "tensor" && value.get<Tensor>()) ||
              (kind == "type_proto" && value.get<Type>());
  return fits ? std::optional<Attribute>(value) : std::nullopt;
}

std::optional<Tensor> asTensor(const Attribute &value) {
  if (const auto *tensor = value.get<Tensor>())
    return *tensor;
  bool scalar = value.get<int64_t>() || value.get<double>() || value.get<bool>();
  if (auto ints = intsOf(value))
    return Tensor::of<int64_t>(scalar ? Shape{} : Shape{std::ssize(*ints)}, *ints);
  if (auto floats = floatsOf(value))
    return Tensor::of<double>(scalar ? Shape{} : Shape{std::ssize(*floats)}, *floats)
        .converted(DType::F32);
  return std::nullopt;
}

bool sameValue(const Attribute &a, const Attribute &b) {
  auto x = floatsOf(a), y = floatsOf(b);
  if (!x || !y)
    return a == b;
  auto equal = [](double p, double q) { return static_cast<float>(p) == static_cast<float>(q); };
  return a.value().index() == b.value().index() && std::ranges::equal(*x, *y, equal);
}

} // namespace fixcon
