// The text goes through a SAX handler once, for the place of a syntax error, for fields given twice and for
// nesting; only then it becomes a tree whose fields are read by name.
#include "RecipeFields.h"

#include <cmath>
#include <set>

namespace fixcon {

static constexpr int64_t maxSide = 65536;

namespace {
/// Remembers what is wrong and where (in bytes); `failedAt` is the first byte not understood.
class SyntaxCheck : public nlohmann::json_sax<Json> {
public:
  std::string message;
  size_t failedAt = 0;
  bool atEnd = false;
  std::string repeated;

  bool null() override { return true; }
  bool boolean(bool) override { return true; }
  bool number_integer(number_integer_t) override { return true; }
  bool number_unsigned(number_unsigned_t) override { return true; }
  bool number_float(number_float_t, const string_t &) override { return true; }
  bool string(string_t &) override { return true; }
  bool binary(binary_t &) override { return true; }
  bool start_object(size_t) override { return open(); }
  bool start_array(size_t) override { return open(); }
  bool end_object() override { return close(); }
  bool end_array() override { return close(); }
  bool key(string_t &name) override {
    if (!names.back().insert(name).second && repeated.empty())
      repeated = name;
    return true;
  }
  bool parse_error(size_t position, const std::string &token,
                   const nlohmann::detail::exception &) override {
    failedAt = position;
    atEnd = token.empty() || token == "<end of input>";
    message = "syntax error in JSON";
    return false;
  }

private:
  bool open() {
    constexpr size_t maxDepth = 8;
    names.emplace_back();
    if (names.size() <= maxDepth)
      return true;
    message = "JSON is nested too deeply for a recipe";
    return false;
  }
  bool close() {
    names.pop_back();
    return true;
  }
  std::vector<std::set<std::string>> names;
};
} // namespace

void FieldReader::fail(const std::string &field, const std::string &why) {
  if (!broken)
    diags.error(placeOf(field)) << "field '" << field << "' " << why;
  broken = true;
}

const Json *FieldReader::find(const Json &object, const char *field) {
  auto it = object.find(field);
  return it == object.end() || it->is_null() ? nullptr : &*it;
}

FailureOr<Json> FieldReader::parse() {
  constexpr size_t longest = 1 << 20;
  if (text.size() > longest)
    return diags.error(Location::inFile(file)) << "too long for a recipe";
  SyntaxCheck syntax;
  if (!Json::sax_parse(text, &syntax)) {
    size_t at = syntax.atEnd || syntax.failedAt == 0 ? syntax.failedAt : syntax.failedAt - 1;
    return diags.error(placeAt(at)) << syntax.message;
  }
  if (!syntax.repeated.empty()) {
    fail(syntax.repeated, "is given twice");
    return failure();
  }
  Json tree = Json::parse(text, nullptr, false);
  if (!tree.is_object())
    return diags.error(placeAt(0)) << "a recipe must be a JSON object";
  return tree;
}

Location FieldReader::placeAt(size_t offset) const {
  offset = std::min(offset, text.size());
  unsigned line = 1, column = 1;
  for (char c : text.substr(0, offset)) {
    column = c == '\n' ? 1 : column + 1;
    line += c == '\n';
  }
  return Location::atText(file, line, column);
}

Location FieldReader::placeOf(const std::string &field) const {
  size_t at = text.find('"' + field + '"');
  return at == std::string_view::npos ? Location::inFile(file) : placeAt(at);
}

void FieldReader::checkNames(const Json &object, std::initializer_list<std::string_view> known) {
  for (const auto &[name, value] : object.items())
    if (!value.is_null() && std::find(known.begin(), known.end(), name) == known.end())
      fail(name, "is unknown");
}

void FieldReader::number(const Json &object, const char *field, double &out) {
  const Json *value = find(object, field);
  if (!value)
    return;
  if (!value->is_number() || !std::isfinite(value->get<double>()))
    return fail(field, "must be a finite number");
  out = value->get<double>();
}

void FieldReader::triple(const Json &object, const char *field, std::array<double, 3> &out,
                         bool single) {
  const Json *value = find(object, field);
  if (!value)
    return;
  bool repeated = single && value->is_array() && value->size() == 1;
  if (!value->is_array() || (value->size() != 3 && !repeated))
    return fail(field, "must be a list of three numbers");
  for (size_t c = 0; c < 3; ++c) {
    const Json &item = (*value)[repeated ? 0 : c];
    if (!item.is_number() || !std::isfinite(static_cast<float>(item.get<double>())))
      return fail(field, "must be a list of finite numbers");
    out[c] = item.get<double>();
  }
}

void FieldReader::flag(const Json &object, const char *field, bool &out) {
  const Json *value = find(object, field);
  if (!value)
    return;
  if (!value->is_boolean())
    return fail(field, "must be true or false");
  out = value->get<bool>();
}

int64_t FieldReader::side(const Json &value, const char *field) {
  bool whole = value.is_number_unsigned() &&
               value.get<uint64_t>() <= static_cast<uint64_t>(maxSide) && value.get<uint64_t>() > 0;
  if (!whole) {
    fail(field, "must hold whole numbers from 1 to " + std::to_string(maxSide));
    return 1;
  }
  return static_cast<int64_t>(value.get<uint64_t>());
}

std::optional<std::string> FieldReader::string(const Json &object, const char *field) {
  const Json *value = find(object, field);
  if (!value)
    return std::nullopt;
  if (value->is_string())
    return value->get<std::string>();
  fail(field, "must be a string");
  return std::nullopt;
}

} // namespace fixcon
