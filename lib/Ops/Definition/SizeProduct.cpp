// Products are single terms: factors multiply, symbols are a sorted list, and a symbol named "N*2",
// as dim() spells it and exporters write it, is taken apart again. Any other name that is no plain
// word is one symbol as a whole. A factor that overflows makes the product unknown, never wrong.
#include "SizeProduct.h"

#include "fixcon/Support/CheckedMath.h"

#include <algorithm>
#include <charconv>

namespace fixcon {
namespace {

/// The parts of "N*M*2" if every part is a plain name or number; else the whole.
std::vector<std::string> factorsOf(const std::string &name) {
  std::vector<std::string> parts(1);
  for (char c : name) {
    bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                 c == '_' || c == '.';
    if (c == '*')
      parts.emplace_back();
    else if (plain)
      parts.back() += c;
    else
      return {name};
  }
  bool hole = std::any_of(parts.begin(), parts.end(), [](auto &part) { return part.empty(); });
  return hole ? std::vector{name} : parts;
}

std::optional<int64_t> asNumber(const std::string &text) {
  int64_t value = 0;
  auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  bool whole = error == std::errc() && end == text.data() + text.size() && value >= 0;
  return whole ? std::optional(value) : std::nullopt;
}

} // namespace

void SizeProduct::multiplyNumber(int64_t number) {
  auto product = checkedMul(factor, number);
  known &= product.has_value();
  factor = product.value_or(1);
}

void SizeProduct::multiplySymbol(const std::string &name) {
  for (const std::string &part : factorsOf(name)) {
    if (auto number = asNumber(part))
      multiplyNumber(*number);
    else
      symbols.insert(std::upper_bound(symbols.begin(), symbols.end(), part), part);
  }
}

void SizeProduct::multiply(const Dim &dim) {
  if (dim.isUnknown())
    known = false;
  else if (dim.isSymbol())
    multiplySymbol(dim.symbolName());
  else
    multiplyNumber(dim.size());
}

void SizeProduct::multiply(const SizeProduct &other) {
  known &= other.known;
  multiplyNumber(other.factor);
  for (const std::string &symbol : other.symbols)
    symbols.insert(std::upper_bound(symbols.begin(), symbols.end(), symbol), symbol);
}

std::optional<SizeProduct> SizeProduct::dividedBy(const SizeProduct &other) const {
  SizeProduct result = *this;
  result.known = known && other.known && other.factor != 0;
  if (!result.known)
    return result;
  for (const std::string &symbol : other.symbols) {
    auto at = std::find(result.symbols.begin(), result.symbols.end(), symbol);
    result.known &= at != result.symbols.end();
    if (at != result.symbols.end())
      result.symbols.erase(at);
  }
  if (factor % other.factor == 0) {
    result.factor = factor / other.factor;
    return result;
  }
  // A symbol may bring the factor that a number lacks.
  if (!result.symbols.empty() || !result.known) {
    result.known = false;
    return result;
  }
  return std::nullopt;
}

Dim SizeProduct::dim() const {
  if (!known || factor < 0)
    return Dim();
  if (isNumber())
    return Dim(factor);
  std::string text;
  for (const std::string &symbol : symbols) {
    bool atom =
        factorsOf(symbol).size() == 1 && symbol.find_first_of(" +-/()*") == std::string::npos;
    bool alone = symbols.size() == 1 && factor == 1;
    text += (text.empty() ? "" : "*") + (atom || alone ? symbol : "(" + symbol + ")");
  }
  return Dim::symbol(factor == 1 ? text : text + "*" + std::to_string(factor));
}

} // namespace fixcon
