// Attributes as structs: the fields of a struct with default values and
// `template <class V> void visit(V &v) { v("strides", strides); ... }` are declared by, and read
// from, an op's attributes. A field that is a std::optional has no default: its absence means
// something of its own.
#pragma once

#include "fixcon/IR/Op.h"

namespace fixcon {

/// An attribute by its ONNX spelling, with the value that its absence means; an empty default means
/// that absence has a meaning of its own (the field is a std::optional).
struct AttrDef {
  std::string name;
  Attribute defaultValue;
  size_t kind = 0;      ///< the alternative of Attribute::Storage that a value must be
  bool isDType = false; ///< a string that is the word of a dtype
};

namespace detail {
struct AttrDeclarer {
  std::vector<AttrDef> &defs;
  template <class T> void operator()(const char *name, std::optional<T> &) {
    declare(name, T{}, /*hasDefault=*/false, std::same_as<T, DType>);
  }
  template <class T> void operator()(const char *name, T &value) {
    declare(name, value, /*hasDefault=*/true, std::same_as<T, DType>);
  }
  /// `value` is the default, or only says the kind.
  void declare(const char *name, Attribute value, bool hasDefault, bool isDType);
};
struct AttrReader {
  const AttrDict &dict;
  template <class T> void operator()(const char *name, std::optional<T> &value) {
    if (const T *found = dict.get<T>(name))
      value = *found;
  }
  void operator()(const char *name, std::optional<DType> &value) {
    const auto *word = dict.get<std::string>(name);
    if (auto found = word ? dtypeByName(*word) : std::nullopt)
      value = found;
  }
  template <class T> void operator()(const char *name, T &value) {
    std::optional<T> found;
    (*this)(name, found);
    if (found)
      value = std::move(*found);
  }
};
} // namespace detail

/// The fields of A as the op's attributes say, defaults where they are absent.
template <class A> A readAttrs(const Op &op) {
  A fields;
  detail::AttrReader reader{op.attrs()};
  fields.visit(reader);
  return fields;
}

} // namespace fixcon
