// Records in typed form. A struct lists its fields once, by the names that the text shows:
//
//   struct Evaluation {
//     int64_t samples = 0;
//     template <class V> void visit(V &v) { v("samples", samples); }
//   };
//
// and is written to and read from a record's attributes by that list. A field may have any type that an
// attribute can have, or be a std::optional of one, or an Attribute of whatever type, or an enumeration
// with a function `wordsOf` beside it that gives the words of its values in order.
#pragma once

#include "fixcon/IR/Module.h"

#include <algorithm>
#include <optional>
#include <set>
#include <span>

namespace fixcon {

/// Writes the fields of a struct as attributes. What says nothing is left out: an absent value, an empty
/// text or list, false.
class FieldWriter {
public:
  explicit FieldWriter(AttrDict &attrs) : attrs(attrs) {}

  template <class T> void operator()(const char *name, const std::optional<T> &field) {
    if (field)
      attrs.set(name, *field);
  }
  void operator()(const char *name, const Attribute &field) {
    if (!field.empty())
      attrs.set(name, field);
  }
  template <class T> void operator()(const char *name, const T &field) {
    if constexpr (std::is_enum_v<T>)
      attrs.set(name, std::string(wordsOf(field)[static_cast<size_t>(field)]));
    else if constexpr (std::is_arithmetic_v<T> && !std::is_same_v<T, bool>)
      attrs.set(name, field);
    else if (field != T())
      attrs.set(name, field);
  }

private:
  AttrDict &attrs;
};

/// Reads fields; an attribute of another type than its field, and one that no field takes, is an error at
/// the record.
class FieldReader {
public:
  FieldReader(const Record &record, Diagnostics &diags) : record(record), diags(diags) {}

  template <class T> void operator()(const char *name, std::optional<T> &field) {
    T value{};
    if (read(name, value))
      field = std::move(value);
  }
  void operator()(const char *name, Attribute &field) {
    taken.insert(name);
    if (const Attribute *found = record.attrs.find(name))
      field = *found;
  }
  template <class T> void operator()(const char *name, T &field) {
    if constexpr (std::is_enum_v<T>)
      readWord(name, field);
    else
      read(name, field);
  }

  /// Failure if anything was wrong; call it last.
  LogicalResult finish();

private:
  template <class T> bool read(const char *name, T &field) {
    taken.insert(name);
    const Attribute *found = record.attrs.find(name);
    if (!found)
      return false;
    const T *value = found->template get<T>();
    // The text has no point behind a whole number.
    if constexpr (std::is_same_v<T, double>)
      if (const auto *whole = found->template get<int64_t>()) {
        field = static_cast<double>(*whole);
        return true;
      }
    if (value)
      field = *value;
    else
      complain(name, "has another type than it should have");
    return value;
  }
  template <class E> void readWord(const char *name, E &field) {
    std::string word;
    if (!read(name, word))
      return;
    auto words = wordsOf(field);
    auto found = std::ranges::find(words, word);
    if (found == words.end())
      complain(name, "is none of its words");
    else
      field = static_cast<E>(found - words.begin());
  }
  void complain(const std::string &name, const char *what);

  const Record &record;
  Diagnostics &diags;
  std::set<std::string, std::less<>> taken;
  bool fine = true;
};

/// Adds the fields of `value` to the attributes of a record.
template <class T> void writeFields(T value, Record &record) {
  FieldWriter writer(record.attrs);
  value.visit(writer);
}

/// The fields that a record holds, defaults where it lacks them.
template <class T> FailureOr<T> readFields(const Record &record, Diagnostics &diags) {
  T value;
  FieldReader reader(record, diags);
  value.visit(reader);
  if (failed(reader.finish()))
    return failure();
  return value;
}

} // namespace fixcon
