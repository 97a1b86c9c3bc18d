// Parses the records of Operators.txt: a line that begins with `op` opens one, the others add to it.
//
//   op Clip 13
//   in input:T min:T? max:T?
//
// Defaults of attributes are JSON. The text is part of the program: there is no error to report, and
// a line of an unknown kind is a failed assertion.
#include "SchemaText.h"

#include <nlohmann/json.hpp>

#include <cassert>
#include <charconv>

namespace fixcon {
namespace {

using Words = std::vector<std::string_view>;

Words wordsOf(std::string_view line) {
  Words words;
  while (!line.empty()) {
    size_t end = std::min(line.find(' '), line.size());
    words.push_back(line.substr(0, end));
    line.remove_prefix(std::min(end + 1, line.size()));
  }
  return words;
}

int64_t number(std::string_view digits) {
  int64_t value = 0;
  std::from_chars(digits.data(), digits.data() + digits.size(), value);
  return value;
}

Attribute defaultOf(std::string_view kind, std::string_view text) {
  auto json = nlohmann::json::parse(text, nullptr, /*allow_exceptions=*/false);
  if (kind == "int")
    return json.get<int64_t>();
  if (kind == "float")
    return json.get<double>();
  if (kind == "string")
    return json.get<std::string>();
  if (kind == "ints")
    return json.get<Attribute::Ints>();
  if (kind == "floats")
    return json.get<Attribute::Floats>();
  assert(kind == "strings" && "a default of a kind that has no text");
  return json.get<Attribute::Strings>();
}

OperatorSchema schema(const Words &words) {
  OperatorSchema out;
  size_t dot = words[1].rfind('.');
  out.domain = dot == std::string_view::npos ? "" : words[1].substr(0, dot);
  out.name = dot == std::string_view::npos ? words[1] : words[1].substr(dot + 1);
  out.since = number(words[2]);
  out.deprecated = words.size() > 3;
  return out;
}

SchemaAttribute attribute(const Words &words, std::string_view line) {
  SchemaAttribute out;
  out.name = words[1];
  out.kind = words[2];
  out.required = words.size() == 4;
  if (size_t equals = line.find(" = "); equals != std::string_view::npos)
    out.defaultValue = defaultOf(words[2], line.substr(equals + 3));
  return out;
}

/// "name:type", with a suffix if it is not single.
SchemaParameter parameter(std::string_view word) {
  SchemaParameter out;
  size_t colon = word.rfind(':'), mark = word.find_first_of("?*~", colon);
  out.name = word.substr(0, colon);
  out.type = word.substr(colon + 1, mark == std::string_view::npos ? mark : mark - colon - 1);
  if (mark == std::string_view::npos)
    return out;
  out.arity =
      word[mark] == '?' ? SchemaParameter::Arity::Optional : SchemaParameter::Arity::Variadic;
  out.homogeneous = word[mark] != '~';
  out.minCount = static_cast<unsigned>(number(word.substr(mark + 1)));
  return out;
}

void add(OperatorSchema &schema, const Words &words, std::string_view line) {
  if (words[0] == "attr")
    schema.attributes.push_back(attribute(words, line));
  else if (words[0] == "type")
    schema.types[std::string(words[1])].assign(words.begin() + 2, words.end());
  else {
    assert((words[0] == "in" || words[0] == "out") && "a line of an unknown kind");
    auto &list = words[0] == "in" ? schema.operands : schema.results;
    for (size_t i = 1; i < words.size(); ++i)
      list.push_back(parameter(words[i]));
  }
}

} // namespace

std::vector<OperatorSchema> parseSchemas(std::string_view text) {
  std::vector<OperatorSchema> schemas;
  while (!text.empty()) {
    size_t end = std::min(text.find('\n'), text.size());
    std::string_view line = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    if (line.empty() || line.starts_with('#'))
      continue;
    Words words = wordsOf(line);
    if (words[0] == "op")
      schemas.push_back(schema(words));
    else
      add(schemas.back(), words, line);
  }
  return schemas;
}

} // namespace fixcon
