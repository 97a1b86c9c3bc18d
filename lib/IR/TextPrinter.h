// Appends the IR's text to one string. The parts that print graphs, attributes and tensors stand in
// files of their own; all share the options and the string, so nothing is printed twice.
#pragma once

#include "fixcon/IR/Text.h"

namespace fixcon {

class TextPrinter {
public:
  explicit TextPrinter(const PrintOptions &options) : options(options) {}
  std::string take() { return std::move(out); }

  void module(const Module &module);
  /// A top-level graph with its keyword.
  void topLevel(const Graph &graph, unsigned depth);
  /// One statement; nested graphs only if `regions`.
  void op(const Op &op, unsigned depth, bool regions);

  void attribute(const Attribute &attribute);
  void attributes(const AttrDict &dict);
  void symbol(const SymbolRef &ref);
  /// dense<...>, splat<...> or blob("...").
  void initializer(const Tensor &tensor);

private:
  void graph(const Graph &graph, unsigned depth);
  void header(const Graph &graph);
  void opsets(const Graph &graph);
  void body(const Graph &graph, unsigned depth);
  void outputs(const Graph &graph);
  void weight(const Value &weight);
  void record(const Record &record);
  void place(const Location &where);
  void origins(const std::vector<std::string> &names);
  void word(std::string_view text);
  void value(const Value *value);
  void newLine(unsigned depth) { out.append(2 * depth, ' '); }

  void item(std::monostate) { out += "unit"; }
  void item(bool value) { out += value ? "true" : "false"; }
  void item(int64_t value) { out += std::to_string(value); }
  void item(double value);
  void item(const std::string &text);
  void item(const Bytes &bytes);
  void item(const Tensor &tensor);
  void item(const Type &type) { out += type.str(); }
  void item(RegionRef ref) { out += "region<" + std::to_string(ref.index) + ">"; }
  void item(const SymbolRef &ref) { symbol(ref); }
  template <class T> void item(const std::vector<T> &items);

  void elements(const Tensor &tensor, size_t axis, int64_t &next);
  void element(const Tensor &tensor, int64_t i);
  void floatElement(const Tensor &tensor, size_t i);

  const PrintOptions &options;
  std::string out;
};

/// Shortest digits that read back as the same number; a NaN with other bits than the usual ones
/// as nan<0x...>.
void appendNumber(std::string &out, float value);
void appendNumber(std::string &out, double value);

/// Words that begin or continue a statement; an op of that name is printed in quotes.
bool isReservedWord(std::string_view word);

} // namespace fixcon
