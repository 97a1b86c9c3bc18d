// Fields of one JSON object by name and kind, with the place of what is wrong.
#pragma once

#include "fixcon/Data/Recipe.h"

#include <initializer_list>
#include <nlohmann/json.hpp>

namespace fixcon {

using Json = nlohmann::ordered_json;

template <class Enum> struct Spelling {
  Enum value;
  const char *text;
};

/// Reads fields; the first thing wrong is reported and fails the whole recipe. Null means absent.
class FieldReader {
public:
  FieldReader(std::string_view text, const std::string &file, Diagnostics &diags)
      : text(text), file(file), diags(diags) {}

  bool good() const { return !broken; }
  void fail(const std::string &field, const std::string &why);
  /// The whole text as a tree; failure after a diagnostic.
  FailureOr<Json> parse();

  static const Json *find(const Json &object, const char *field);
  /// Reports fields of `object` that are not in `known` and not null.
  void checkNames(const Json &object, std::initializer_list<std::string_view> known);
  void number(const Json &object, const char *field, double &out);
  /// Three finite numbers; one number in a list will do where `single`.
  void triple(const Json &object, const char *field, std::array<double, 3> &out, bool single);
  void flag(const Json &object, const char *field, bool &out);
  /// A whole number that can be the length of a side.
  int64_t side(const Json &value, const char *field);
  std::optional<std::string> string(const Json &object, const char *field);
  template <class Enum, size_t n>
  void word(const Json &object, const char *field, const Spelling<Enum> (&spellings)[n], Enum &out);

private:
  Location placeAt(size_t offset) const;
  Location placeOf(const std::string &field) const;

  std::string_view text;
  const std::string &file;
  Diagnostics &diags;
  bool broken = false;
};

template <class Enum, size_t n>
void FieldReader::word(const Json &object, const char *field, const Spelling<Enum> (&spellings)[n],
                       Enum &out) {
  const Json *value = find(object, field);
  if (!value)
    return;
  std::string choices;
  for (const Spelling<Enum> &s : spellings) {
    if (value->is_string() && value->get_ref<const std::string &>() == s.text) {
      out = s.value;
      return;
    }
    choices += (choices.empty() ? "'" : ", '") + std::string(s.text) + "'";
  }
  fail(field, "must be one of " + choices);
}

} // namespace fixcon
