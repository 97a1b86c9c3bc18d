#include "AttributeJson.h"

namespace fixcon {

namespace {

constexpr int64_t longestListed = 64;

Json tensorJson(const Tensor &tensor) {
  bool real = classOf(tensor.dtype()) != DTypeClass::Complex && !tensor.isString();
  if (!real || tensor.size() > longestListed)
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

} // namespace fixcon
