// Prints attributes so that each alternative reads back as itself: floats always look like floats,
// and an empty list names what it is a list of.
#include "TextPrinter.h"

#include "fixcon/Support/Lexer.h"

namespace fixcon {
namespace {

template <class T> constexpr const char *emptyList = "";
template <> constexpr const char *emptyList<int64_t> = "ints[]";
template <> constexpr const char *emptyList<double> = "floats[]";
template <> constexpr const char *emptyList<std::string> = "strings[]";
template <> constexpr const char *emptyList<Tensor> = "tensors[]";
template <> constexpr const char *emptyList<Type> = "types[]";
template <> constexpr const char *emptyList<RegionRef> = "regions[]";

} // namespace

void TextPrinter::item(double value) {
  size_t before = out.size();
  appendNumber(out, value);
  if (out.find_first_of(".enp", before) == std::string::npos)
    out += ".0";
}

void TextPrinter::item(const std::string &text) { out += quote(text); }

void TextPrinter::item(const Bytes &bytes) { out += "bytes(" + quote(bytes.data) + ")"; }

void TextPrinter::item(const Tensor &tensor) {
  out += typeOf(tensor).str() + " ";
  initializer(tensor);
}

template <class T> void TextPrinter::item(const std::vector<T> &items) {
  if (items.empty()) {
    out += emptyList<T>;
    return;
  }
  out += '[';
  for (size_t i = 0; i < items.size(); ++i) {
    out += i ? ", " : "";
    item(items[i]);
  }
  out += ']';
}

void TextPrinter::attribute(const Attribute &attribute) {
  std::visit([&](const auto &alternative) { item(alternative); }, attribute.value());
}

void TextPrinter::attributes(const AttrDict &dict) {
  out += '{';
  bool first = true;
  for (const auto &[name, value] : dict) {
    out += first ? "" : ", ";
    first = false;
    // `{ _ = ` begins a body whose first op has an absent result.
    out += isIdentifier(name) && name != "_" ? name : quote(name);
    out += " = ";
    attribute(value);
  }
  out += '}';
}

std::string Attribute::str() const {
  PrintOptions options;
  TextPrinter printer(options);
  printer.attribute(*this);
  return printer.take();
}

std::string SymbolRef::str() const {
  PrintOptions options;
  TextPrinter printer(options);
  printer.symbol(*this);
  return printer.take();
}

} // namespace fixcon
