// Prints modules, graphs and ops. What is printed is what Module::hash() covers, so everything that
// distinguishes two modules has to show here, and nothing else.
#include "TextPrinter.h"

#include "fixcon/Support/Lexer.h"

namespace fixcon {

bool isReservedWord(std::string_view word) {
  return word == "weight" || word == "return" || word == "loc" || word == "origin" || word == "_" ||
         word == "graph" || word == "module" || word == "against";
}

void TextPrinter::word(std::string_view text) {
  if (isIdentifier(text) && !isReservedWord(text))
    out += text;
  else
    out += quote(text);
}

static void appendName(std::string &out, char sigil, std::string_view name) {
  out += sigil;
  if (isPlainName(name))
    out += name;
  else
    out += quote(name);
}

void TextPrinter::value(const Value *value) {
  if (!value || value->name().empty())
    out += '_';
  else
    appendName(out, '%', value->name());
}

void TextPrinter::symbol(const SymbolRef &ref) {
  appendName(out, '@', ref.graph);
  if (!ref.value.empty()) {
    out += "::";
    appendName(out, '%', ref.value);
  }
}

void TextPrinter::origins(const std::vector<std::string> &names) {
  if (names.empty())
    return;
  out += " origin(";
  for (size_t i = 0; i < names.size(); ++i)
    (out += i ? ", " : "") += quote(names[i]);
  out += ')';
}

void TextPrinter::place(const Location &where) {
  if (!options.locations || (where.node.empty() && where.index < 0))
    return;
  out += " loc(";
  if (!where.node.empty())
    out += quote(where.node);
  if (where.index >= 0)
    (out += where.node.empty() ? "index = " : ", index = ") += std::to_string(where.index);
  out += ')';
}

void TextPrinter::weight(const Value &weight) {
  out += "weight ";
  value(&weight);
  out += " : " + weight.type().str() + " = ";
  initializer(weight.tensor());
  if (weight.attrs() && !weight.attrs()->empty()) {
    out += ' ';
    attributes(*weight.attrs());
  }
  origins(weight.origins());
}

void TextPrinter::op(const Op &op, unsigned depth, bool regions) {
  for (unsigned i = 0; i < op.numResults(); ++i) {
    out += i ? ", " : "";
    value(op.result(i));
  }
  if (op.numResults())
    out += " = ";
  word(op.name());
  for (unsigned i = 0; i < op.numOperands(); ++i) {
    out += i ? ", " : " ";
    value(op.operand(i));
  }
  // A bare name would take the first value of the next statement for an operand.
  bool bare = !op.numResults() && !op.numOperands();
  if (!op.attrs().empty() || bare) {
    out += ' ';
    attributes(op.attrs());
  }
  if (op.numRegions() && regions) {
    out += " (";
    for (unsigned i = 0; i < op.numRegions(); ++i) {
      out += i ? ", " : "";
      graph(op.region(i), depth);
    }
    out += ')';
  }
  for (unsigned i = 0; i < op.numResults(); ++i)
    (out += i ? ", " : " : ") += op.result(i)->type().str();
  place(op.location());
  origins(op.origins());
}

void TextPrinter::opsets(const Graph &graph) {
  if (graph.dialect().empty() && graph.opsets().empty())
    return;
  out += " dialect(" + quote(graph.dialect());
  for (const auto &[domain, version] : graph.opsets())
    out += ", " + (domain.empty() ? "opset" : quote(domain)) + " = " + std::to_string(version);
  out += ')';
}

void TextPrinter::header(const Graph &graph) {
  if (!graph.parentOp() || !graph.name().empty())
    appendName(out, '@', graph.name());
  if (!graph.parentOp() || !graph.arguments().empty()) {
    out += '(';
    for (const auto &argument : graph.arguments()) {
      out += argument->index() ? ", " : "";
      value(argument.get());
      out += ": " + argument->type().str();
    }
    out += ')';
  }
  opsets(graph);
  if (!graph.isModel()) {
    ((out += ' ') += derivationWord(graph.kind())) += '(';
    appendName(out, '@', graph.derivedFrom());
    out += ')';
  }
  if (!graph.attrs().empty()) {
    out += ' ';
    attributes(graph.attrs());
  }
}

void TextPrinter::outputs(const Graph &graph) {
  out += "return";
  for (unsigned i = 0; i < graph.numOutputs(); ++i) {
    out += i ? ", " : " ";
    value(graph.output(i));
    if (graph.outputName(i) != graph.output(i)->name())
      out += " as " + quote(graph.outputName(i));
  }
}

void TextPrinter::body(const Graph &graph, unsigned depth) {
  auto statement = [&](auto &&print) {
    newLine(depth);
    print();
    out += '\n';
  };
  for (const auto &w : graph.weights())
    statement([&] { weight(*w); });
  for (const auto &o : graph.ops())
    statement([&] { op(*o, depth, /*regions=*/true); });
  if (graph.numOutputs())
    statement([&] { outputs(graph); });
}

void TextPrinter::graph(const Graph &graph, unsigned depth) {
  size_t before = out.size();
  header(graph);
  out += out.size() == before ? "{\n" : " {\n";
  body(graph, depth + 1);
  newLine(depth);
  out += '}';
}

void TextPrinter::topLevel(const Graph &top, unsigned depth) {
  newLine(depth);
  out += "graph ";
  graph(top, depth);
  out += '\n';
}

void TextPrinter::record(const Record &record) {
  newLine(1);
  word(record.kind);
  if (!record.tag.empty()) {
    out += ' ';
    word(record.tag);
  }
  if (!record.subject.graph.empty()) {
    out += ' ';
    symbol(record.subject);
  }
  if (!record.against.graph.empty()) {
    out += " against ";
    symbol(record.against);
  }
  out += ' ';
  attributes(record.attrs);
  out += '\n';
}

void TextPrinter::module(const Module &module) {
  out += "module ";
  if (!module.attrs().empty()) {
    attributes(module.attrs());
    out += ' ';
  }
  out += "{\n";
  for (const auto &g : module.graphs())
    topLevel(*g, 1);
  for (const Record &r : module.records())
    record(r);
  out += "}\n";
}

std::string print(const Module &module, const PrintOptions &options) {
  TextPrinter printer(options);
  printer.module(module);
  return printer.take();
}

std::string print(const Graph &graph, const PrintOptions &options) {
  TextPrinter printer(options);
  printer.topLevel(graph, 0);
  return printer.take();
}

std::string print(const Op &op) {
  PrintOptions options;
  options.maxDenseElements = 16;
  TextPrinter printer(options);
  printer.op(op, 0, /*regions=*/false);
  return printer.take();
}

} // namespace fixcon
