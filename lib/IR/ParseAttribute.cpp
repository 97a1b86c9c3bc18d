// Parses attributes and types. The first token decides which alternative of Attribute::Storage is
// meant; a list takes the kind of its elements.
#include "TextParser.h"

#include <bit>
#include <charconv>
#include <unordered_set>

namespace fixcon {

FailureOr<int64_t> TextParser::expectInteger() {
  if (token.kind != TokenKind::Integer)
    return error("expected an integer");
  const char *begin = token.text.data(), *end = begin + token.text.size();
  bool hex = token.text.starts_with("0x");
  begin += hex ? 2 : *begin == '+';
  int64_t value = 0;
  auto [stop, code] = std::from_chars(begin, end, value, hex ? 16 : 10);
  if (code != std::errc() || stop != end)
    return error("expected an integer of 64 bits");
  advance();
  return value;
}

FailureOr<uint64_t> TextParser::nanBits() {
  if (failed(expect("<")))
    return failure();
  bool hex = token.kind == TokenKind::Integer && token.text.starts_with("0x");
  const char *begin = token.text.data() + 2, *end = token.text.data() + token.text.size();
  uint64_t bits = 0;
  if (!hex || std::from_chars(begin, end, bits, 16).ec != std::errc())
    return error("expected bits as 0x...");
  advance();
  if (failed(expect(">")))
    return failure();
  return bits;
}

FailureOr<double> TextParser::real() {
  if (token.kind != TokenKind::Integer && token.kind != TokenKind::Float)
    return error("expected a number");
  if (token.text == "nan") {
    advance();
    if (!token.is("<"))
      return std::numeric_limits<double>::quiet_NaN();
    auto bits = nanBits();
    if (failed(bits))
      return failure();
    return std::bit_cast<double>(*bits);
  }
  const char *begin = token.text.data(), *end = begin + token.text.size();
  bool negative = *begin == '-';
  begin += *begin == '+' || negative;
  bool hex = std::string_view(begin, end).starts_with("0x");
  double value = 0;
  auto code = std::from_chars(begin + (hex ? 2 : 0), end, value,
                              hex ? std::chars_format::hex : std::chars_format::general)
                  .ec;
  if (code != std::errc())
    return error("expected a number in the range of f64");
  advance();
  return negative ? -value : value;
}

FailureOr<SymbolRef> TextParser::symbol() {
  auto graph = expectToken(TokenKind::Symbol, "a graph name");
  if (failed(graph))
    return failure();
  SymbolRef ref{std::move(*graph), {}};
  if (!accept("::"))
    return ref;
  auto value = expectToken(TokenKind::Value, "a value");
  if (failed(value))
    return failure();
  ref.value = std::move(*value);
  return ref;
}

FailureOr<AttrDict> TextParser::attributes() {
  AttrDict dict;
  std::unordered_set<std::string> names;
  auto entry = [&]() -> LogicalResult {
    Location where = token.location;
    auto name = expectWordOrString("the name of an attribute");
    if (failed(name) || failed(expect("=")))
      return failure();
    if (!names.insert(*name).second)
      return diags.error(where) << "attribute '" << *name << "' is given twice";
    auto value = attribute();
    if (failed(value))
      return failure();
    dict.append(std::move(*name), std::move(*value));
    return success();
  };
  if (failed(expect("{")) || failed(list("}", entry)))
    return failure();
  return dict;
}

FailureOr<Attribute> TextParser::attribute() {
  switch (token.kind) {
  case TokenKind::Integer: {
    auto value = expectInteger();
    return failed(value) ? FailureOr<Attribute>(failure()) : Attribute(*value);
  }
  case TokenKind::Float: {
    auto value = real();
    return failed(value) ? FailureOr<Attribute>(failure()) : Attribute(*value);
  }
  case TokenKind::String: {
    Attribute text(std::move(token.text));
    advance();
    return text;
  }
  case TokenKind::Symbol: {
    auto ref = symbol();
    return failed(ref) ? FailureOr<Attribute>(failure()) : Attribute(std::move(*ref));
  }
  case TokenKind::Identifier:
    return wordAttribute();
  default:
    if (accept("["))
      return attributeList();
    if (token.is("?"))
      return typeOrTensor();
    return error("expected the value of an attribute");
  }
}

FailureOr<Attribute> TextParser::wordAttribute() {
  if (acceptWord("unit"))
    return Attribute();
  if (token.isWord("true") || token.isWord("false")) {
    bool value = token.text == "true";
    advance();
    return Attribute(value);
  }
  if (acceptWord("bytes")) {
    if (failed(expect("(")))
      return failure();
    auto data = expectToken(TokenKind::String, "bytes in quotes");
    if (failed(data) || failed(expect(")")))
      return failure();
    return Attribute(Bytes{std::move(*data)});
  }
  if (acceptWord("region")) {
    if (failed(expect("<")))
      return failure();
    auto index = expectInteger();
    if (failed(index) || failed(expect(">")))
      return failure();
    if (*index < 0 || *index > std::numeric_limits<int>::max())
      return error("expected the index of a region");
    return Attribute(RegionRef{static_cast<unsigned>(*index)});
  }
  if (atType())
    return typeOrTensor();
  std::string word = token.text;
  Token start = token;
  advance();
  if (accept("["))
    return typedList(word);
  token = std::move(start);
  return error("expected the value of an attribute");
}

FailureOr<Attribute> TextParser::typeOrTensor() {
  auto first = type();
  if (failed(first))
    return failure();
  if (!atInitializer())
    return Attribute(std::move(*first));
  auto tensor = initializer(*first);
  if (failed(tensor))
    return failure();
  return Attribute(std::move(*tensor));
}

namespace {

/// Collects the elements of a list, all of one kind. An integer among floats is a float.
class ListBuilder {
public:
  bool add(Attribute item) {
    bool first = list.empty() && !started;
    started = true;
    if (first)
      return std::visit([&](const auto &value) { return begin(value); }, item.value());
    if (auto *ints = list.get<Attribute::Ints>(); ints && item.get<double>())
      list = Attribute(Attribute::Floats(ints->begin(), ints->end()));
    if (auto *floats = list.get<Attribute::Floats>(); floats && item.get<int64_t>()) {
      floats->push_back(static_cast<double>(*item.get<int64_t>()));
      return true;
    }
    return append<int64_t>(item) || append<double>(item) || append<std::string>(item) ||
           append<Tensor>(item) || append<Type>(item) || append<RegionRef>(item);
  }
  Attribute take() { return std::move(list); }

private:
  template <class T> bool begin(const T &value) {
    constexpr bool listed = std::constructible_from<Attribute, std::vector<T>>;
    if constexpr (listed)
      list = Attribute(std::vector<T>{value});
    return listed;
  }
  template <class T> bool append(Attribute &item) {
    auto *items = list.get<std::vector<T>>();
    T *value = item.get<T>();
    if (!items || !value)
      return false;
    items->push_back(std::move(*value));
    return true;
  }

  Attribute list;
  bool started = false;
};

} // namespace

FailureOr<Attribute> TextParser::attributeList() {
  if (token.is("]"))
    return error("expected an element; an empty list names its kind, as in ints[]");
  ListBuilder builder;
  auto item = [&]() -> LogicalResult {
    Location where = token.location;
    if (token.is("["))
      return error("expected an element of a list");
    auto value = attribute();
    if (failed(value))
      return failure();
    if (!builder.add(std::move(*value)))
      return diags.error(where) << "this element does not fit into the list";
    return success();
  };
  if (failed(list("]", item)))
    return failure();
  return builder.take();
}

FailureOr<Attribute> TextParser::typedList(const std::string &kind) {
  static const std::pair<std::string_view, Attribute> empties[] = {
      {"ints", Attribute::Ints{}},       {"floats", Attribute::Floats{}},
      {"strings", Attribute::Strings{}}, {"tensors", std::vector<Tensor>{}},
      {"types", std::vector<Type>{}},    {"regions", std::vector<RegionRef>{}},
  };
  for (const auto &[name, empty] : empties) {
    if (name != kind)
      continue;
    if (accept("]"))
      return empty;
    Location where = token.location;
    auto items = attributeList();
    if (failed(items))
      return failure();
    if (auto *ints = items->get<Attribute::Ints>(); ints && kind == "floats")
      return Attribute(Attribute::Floats(ints->begin(), ints->end()));
    if (items->value().index() != empty.value().index())
      return diags.error(where) << "these are not " << kind;
    return items;
  }
  return error("expected one of ints, floats, strings, tensors, types, regions before '['");
}

bool TextParser::atType() const {
  return token.is("?") || token.isWord("none") || token.isWord("seq") || token.isWord("opt") ||
         token.isWord("map") || token.isWord("sparse") ||
         (token.kind == TokenKind::Identifier && dtypeByName(token.text));
}

FailureOr<DType> TextParser::dtype() {
  auto found = token.kind == TokenKind::Identifier ? dtypeByName(token.text) : std::nullopt;
  if (!found)
    return error("expected a type");
  advance();
  return *found;
}

FailureOr<Dim> TextParser::dim() {
  if (accept("?"))
    return Dim();
  if (token.kind == TokenKind::Identifier || token.kind == TokenKind::String) {
    if (token.text.empty())
      return error("expected the name of a dimension");
    Dim symbol = Dim::symbol(std::move(token.text));
    advance();
    return symbol;
  }
  Location where = token.location;
  auto size = expectInteger();
  if (failed(size))
    return failure();
  if (*size < 0)
    return diags.error(where) << "a dimension is not negative";
  return Dim(*size);
}

FailureOr<Type> TextParser::shapedType() {
  Location where = token.location;
  auto element = dtype();
  if (failed(element) || failed(expect("[")))
    return failure();
  if (accept("*")) {
    if (failed(expect("]")))
      return failure();
    return Type::unranked(*element);
  }
  Dims dims;
  auto one = [&]() -> LogicalResult {
    auto next = dim();
    if (failed(next))
      return failure();
    dims.push_back(std::move(*next));
    return success();
  };
  if (failed(list("]", one)))
    return failure();
  Type tensor = Type::tensor(*element, std::move(dims));
  if (tensor.isStatic() && !storageSize(*element, tensor.shape()))
    return diags.error(where) << "the size of " << tensor.str() << " overflows";
  return tensor;
}

FailureOr<Type> TextParser::tensorType() {
  auto type = shapedType();
  if (succeeded(type) && token.isWord("q") && failed(quantization(*type)))
    return failure();
  return type;
}

FailureOr<Type> TextParser::type(unsigned depth) {
  if (depth >= maxNesting)
    return error("types are nested too deeply");
  if (accept("?"))
    return Type();
  if (acceptWord("none"))
    return Type::none();
  bool sequence = token.isWord("seq"), optional = token.isWord("opt"), map = token.isWord("map"),
       sparse = token.isWord("sparse");
  if (!sequence && !optional && !map && !sparse)
    return tensorType();
  advance();
  if (failed(expect("<")))
    return failure();
  DType key = DType::I64;
  if (map) {
    auto keyType = dtype();
    if (failed(keyType) || failed(expect(",")))
      return failure();
    key = *keyType;
  }
  Location where = token.location;
  auto inner = type(depth + 1);
  if (failed(inner) || failed(expect(">")))
    return failure();
  if (sparse && !(inner->isTensor() && inner->isRanked()))
    return diags.error(where) << "a sparse tensor needs a rank";
  if (sparse)
    return Type::sparse(inner->dtype(), inner->dims());
  return map        ? Type::map(key, std::move(*inner))
         : optional ? Type::optional(std::move(*inner))
                    : Type::sequence(std::move(*inner));
}

} // namespace fixcon
