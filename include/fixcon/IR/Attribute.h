// Attributes of ops, graphs and records. Order is kept; an absent attribute is not its default.
#pragma once

#include "fixcon/IR/Type.h"

#include <variant>

namespace fixcon {

/// Raw bytes, printed as bytes("...").
struct Bytes {
  std::string data;
  bool operator==(const Bytes &) const = default;
};

/// Names the region of the op that this attribute holds (an ONNX graph attribute).
struct RegionRef {
  unsigned index = 0;
  bool operator==(const RegionRef &) const = default;
};

/// A reference @graph or @graph::%value.
struct SymbolRef {
  std::string graph;
  std::string value; ///< empty if the graph itself is meant
  bool operator==(const SymbolRef &) const = default;
  std::string str() const;
};

class Attribute {
public:
  using Ints = std::vector<int64_t>;
  using Floats = std::vector<double>;
  using Strings = std::vector<std::string>;
  using Storage = std::variant<std::monostate, bool, int64_t, double, std::string, Bytes, Ints,
                               Floats, Strings, Tensor, std::vector<Tensor>, Type,
                               std::vector<Type>, RegionRef, std::vector<RegionRef>, SymbolRef>;

  // Out of line: everybody holds attributes, and few files should compile what copies them.
  Attribute();
  Attribute(const Attribute &);
  Attribute(Attribute &&) noexcept;
  Attribute &operator=(const Attribute &);
  Attribute &operator=(Attribute &&) noexcept;
  ~Attribute();
  template <class T>
    requires(!std::same_as<std::remove_cvref_t<T>, Attribute> &&
             std::constructible_from<Storage, T &&>)
  Attribute(T &&value) : storage(std::forward<T>(value)) {}
  Attribute(int value) : storage(static_cast<int64_t>(value)) {}
  Attribute(const char *value) : storage(std::string(value)) {}
  /// A dtype is held as its word.
  Attribute(DType value) : storage(std::string(name(value))) {}

  /// The value if it has type T, else null.
  template <class T> const T *get() const { return std::get_if<T>(&storage); }
  template <class T> T *get() { return std::get_if<T>(&storage); }
  const Storage &value() const { return storage; }
  bool empty() const { return std::holds_alternative<std::monostate>(storage); }
  /// Structural equality; tensors by content, floats bit by bit.
  bool operator==(const Attribute &other) const;
  /// The IR's spelling.
  std::string str() const;

private:
  Storage storage;
};

/// Named attributes in the order of the file; names are unique.
class AttrDict {
public:
  using Entry = std::pair<std::string, Attribute>;

  AttrDict();
  AttrDict(const AttrDict &);
  AttrDict(AttrDict &&) noexcept;
  AttrDict &operator=(const AttrDict &);
  AttrDict &operator=(AttrDict &&) noexcept;
  ~AttrDict();

  const Attribute *find(std::string_view name) const;
  Attribute *find(std::string_view name);
  /// The value if it is there with type T, else null.
  template <class T> const T *get(std::string_view name) const {
    const Attribute *a = find(name);
    return a ? a->get<T>() : nullptr;
  }
  template <class T> T getOr(std::string_view name, T fallback) const {
    const T *value = get<T>(name);
    return value ? *value : fallback;
  }
  /// Replaces in place or appends.
  void set(std::string_view name, Attribute value);
  /// Appends without a look at the others; the caller knows that the name is new.
  void append(std::string name, Attribute value);
  bool erase(std::string_view name);

  bool empty() const { return entries.empty(); }
  size_t size() const { return entries.size(); }
  auto begin() const { return entries.begin(); }
  auto end() const { return entries.end(); }
  bool operator==(const AttrDict &other) const;

private:
  std::vector<Entry> entries;
};

} // namespace fixcon
