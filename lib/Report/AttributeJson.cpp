// JSON says less than the IR, so the way back gives the kind that the JSON shows: a short tensor
// comes back as a list, a long one as the text of its dtype and shape, an empty list as one of
// integers.
#include "AttributeJson.h"

#include <algorithm>

namespace fixcon {

namespace {

constexpr int64_t maxListed = 64;

Json tensorJson(const Tensor &tensor) {
  bool real = classOf(tensor.dtype()) != DTypeClass::Complex && !tensor.isString();
  if (!real || tensor.size() > maxListed)
    return {{"dtype", name(tensor.dtype())}, {"shape", tensor.shape()}};
  Json values = Json::array();
  for (int64_t i = 0; i < tensor.size(); ++i)
    if (isFloat(tensor.dtype()))
      values.push_back(tensor.toDouble(i));
    else
      values.push_back(tensor.toInt(i));
  return values;
}

struct ToJson {
  const Attribute &whole;
  Json operator()(std::monostate) const { return nullptr; }
  Json operator()(bool v) const { return v; }
  Json operator()(int64_t v) const { return v; }
  Json operator()(double v) const { return v; }
  Json operator()(const std::string &v) const { return v; }
  Json operator()(const Attribute::Ints &v) const { return v; }
  Json operator()(const Attribute::Floats &v) const { return v; }
  Json operator()(const Attribute::Strings &v) const { return v; }
  Json operator()(const Tensor &v) const { return tensorJson(v); }
  template <class T> Json operator()(const T &) const { return whole.str(); }
};

} // namespace

Json attributeJson(const Attribute &attribute) {
  return std::visit(ToJson{attribute}, attribute.value());
}

template <class T> static Attribute listOf(const Json &json) {
  std::vector<T> values;
  for (const Json &item : json)
    values.push_back(item.get<T>());
  return values;
}

Attribute attributeFromJson(const Json &json) {
  auto all = [&](auto is) { return std::ranges::all_of(json, is); };
  if (json.is_null())
    return {};
  if (json.is_boolean())
    return json.get<bool>();
  if (json.is_number_integer())
    return json.get<int64_t>();
  if (json.is_number())
    return json.get<double>();
  if (json.is_string())
    return json.get<std::string>();
  if (json.is_array() && all([](const Json &item) { return item.is_number_integer(); }))
    return listOf<int64_t>(json);
  if (json.is_array() && all([](const Json &item) { return item.is_number(); }))
    return listOf<double>(json);
  if (json.is_array() && all([](const Json &item) { return item.is_string(); }))
    return listOf<std::string>(json);
  return json.dump();
}

} // namespace fixcon
