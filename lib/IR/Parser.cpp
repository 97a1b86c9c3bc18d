// Parses modules, graphs and ops. Values are looked up while parsing, so a use before its
// definition cannot be built; what else can be wrong with the structure is left to the verifier.
#include "TextParser.h"

#include "TextPrinter.h"

namespace fixcon {
namespace {

/// What one text may ask for by splat and seeded.
constexpr int64_t affordableBytes = int64_t{1} << 29;
/// Longer texts are not kept for the source line of a diagnostic.
constexpr size_t maxKeptSource = size_t{16} << 20;

std::string describe(const Token &token) {
  switch (token.kind) {
  case TokenKind::End:
    return "the end of the text";
  case TokenKind::Value:
    return "%" + token.text;
  case TokenKind::Symbol:
    return "@" + token.text;
  case TokenKind::String:
    return "a string";
  default:
    return "'" + token.text + "'";
  }
}

} // namespace

TextParser::TextParser(std::string_view text, const std::string &file, Diagnostics &diags,
                       const Blobs &blobs)
    : lexer(file, text), file(file), diags(diags), blobs(blobs), budget(affordableBytes) {
  advance();
}

DiagnosticBuilder TextParser::error(const std::string &message) {
  if (token.kind == TokenKind::Error)
    return diags.error(token.location) << token.text;
  return diags.error(token.location) << message << ", found " << describe(token);
}

bool TextParser::accept(std::string_view punct) {
  bool found = token.is(punct);
  if (found)
    advance();
  return found;
}

bool TextParser::acceptWord(std::string_view word) {
  bool found = token.isWord(word);
  if (found)
    advance();
  return found;
}

LogicalResult TextParser::expect(std::string_view punct) {
  if (accept(punct))
    return success();
  return error("expected '" + std::string(punct) + "'");
}

FailureOr<std::string> TextParser::expectToken(TokenKind kind, const char *what) {
  if (token.kind != kind)
    return error(std::string("expected ") + what);
  std::string text = std::move(token.text);
  advance();
  return text;
}

FailureOr<std::string> TextParser::expectWordOrString(const char *what) {
  return expectToken(token.kind == TokenKind::String ? TokenKind::String : TokenKind::Identifier,
                     what);
}

bool TextParser::atAttributes() const {
  if (!token.is("{"))
    return false;
  Lexer ahead = lexer;
  Token first = ahead.next();
  bool name = first.kind == TokenKind::Identifier && first.text != "_";
  if (!name && first.kind != TokenKind::String)
    return false;
  return ahead.next().is("=");
}

LogicalResult TextParser::parse(Module &module) {
  bool wrapped = acceptWord("module");
  if (wrapped && atAttributes()) {
    auto attrs = attributes();
    if (failed(attrs))
      return failure();
    module.attrs() = std::move(*attrs);
  }
  if (wrapped && failed(expect("{")))
    return failure();
  if (failed(topLevelItems(module, wrapped)))
    return failure();
  if (wrapped && failed(expect("}")))
    return failure();
  if (token.kind != TokenKind::End)
    return error("expected the end of the text");
  return success();
}

LogicalResult TextParser::topLevelItems(Module &module, bool wrapped) {
  while (token.kind != TokenKind::End && !(wrapped && token.is("}"))) {
    bool isGraph = acceptWord("graph");
    if (failed(isGraph ? topLevelGraph(module) : record(module)))
      return failure();
  }
  return success();
}

LogicalResult TextParser::topLevelGraph(Module &module) {
  Location where = token.location;
  auto name = expectToken(TokenKind::Symbol, "a graph name");
  if (failed(name))
    return failure();
  Graph *graph = module.addGraph(*name);
  if (!graph)
    return diags.error(where) << "graph @" << *name << " is defined twice";
  graph->setLocation(std::move(where));
  if (!token.is("("))
    return error("expected '('");
  if (failed(header(*graph, /*nested=*/false)))
    return failure();
  return body(*graph, 0);
}

LogicalResult TextParser::record(Module &module) {
  Record record;
  record.location = token.location;
  auto kind = expectWordOrString("a graph or a record");
  if (failed(kind))
    return failure();
  record.kind = std::move(*kind);
  bool tagged = token.kind == TokenKind::String || token.kind == TokenKind::Identifier;
  if (tagged && !token.isWord("against")) {
    record.tag = std::move(token.text);
    advance();
  }
  bool complete = false;
  auto reference = [&](SymbolRef &into) {
    auto ref = symbol();
    if (failed(ref))
      return false;
    into = std::move(*ref);
    return complete = true;
  };
  if (token.kind == TokenKind::Symbol && !reference(record.subject))
    return failure();
  if (acceptWord("against") && !reference(record.against))
    return failure();
  if (token.is("{")) {
    auto attrs = attributes();
    if (failed(attrs))
      return failure();
    record.attrs = std::move(*attrs);
    complete = true;
  }
  if (!complete)
    return error("expected what the record is about");
  module.records().push_back(std::move(record));
  return success();
}

LogicalResult TextParser::dialect(Graph &graph) {
  if (failed(expect("(")))
    return failure();
  auto name = expectToken(TokenKind::String, "a dialect in quotes");
  if (failed(name))
    return failure();
  graph.setDialect(std::move(*name));
  std::vector<std::pair<std::string, int64_t>> opsets;
  while (accept(",")) {
    std::string domain;
    if (token.kind == TokenKind::String) {
      domain = std::move(token.text);
      advance();
    } else if (!acceptWord("opset"))
      return error("expected opset or a domain in quotes");
    if (failed(expect("=")))
      return failure();
    auto version = expectInteger();
    if (failed(version))
      return failure();
    opsets.emplace_back(std::move(domain), *version);
  }
  graph.setOpsets(std::move(opsets));
  return expect(")");
}

LogicalResult TextParser::derivation(Graph &graph) {
  for (GraphKind kind : derivedKinds) {
    if (!acceptWord(derivationWord(kind)))
      continue;
    if (failed(expect("(")))
      return failure();
    auto from = expectToken(TokenKind::Symbol, "a graph name");
    if (failed(from) || failed(expect(")")))
      return failure();
    graph.setDerived(kind, std::move(*from));
    break;
  }
  return success();
}

LogicalResult TextParser::header(Graph &graph, bool nested) {
  if (nested && token.kind == TokenKind::Symbol) {
    graph.setName(std::move(token.text));
    advance();
  }
  auto argument = [&]() -> LogicalResult {
    Token name = token;
    if (failed(expectToken(TokenKind::Value, "an argument")) || failed(expect(":")))
      return failure();
    auto argumentType = type();
    if (failed(argumentType) || failed(checkNew(graph, name)))
      return failure();
    graph.addArgument(std::move(*argumentType), name.text);
    return success();
  };
  if (accept("(") && failed(list(")", argument)))
    return failure();
  if (acceptWord("dialect") && failed(dialect(graph)))
    return failure();
  if (failed(derivation(graph)))
    return failure();
  if (!atAttributes())
    return success();
  auto attrs = attributes();
  if (failed(attrs))
    return failure();
  graph.attrs() = std::move(*attrs);
  return success();
}

LogicalResult TextParser::body(Graph &graph, unsigned depth) {
  if (failed(expect("{")))
    return failure();
  bool returned = false;
  while (!accept("}")) {
    if (returned)
      return error("expected '}' behind return");
    if (acceptWord("weight")) {
      if (failed(weight(graph)))
        return failure();
    } else if (acceptWord("return")) {
      returned = true;
      if (failed(outputs(graph)))
        return failure();
    } else if (failed(op(graph, depth)))
      return failure();
  }
  return success();
}

LogicalResult TextParser::checkNew(const Graph &graph, const Token &name) {
  if (name.text.empty())
    return diags.error(name.location) << "a value needs a name";
  if (graph.visibleValue(name.text))
    return diags.error(name.location) << "%" << name.text << " is defined twice";
  return success();
}

LogicalResult TextParser::weight(Graph &graph) {
  Token name = token;
  if (failed(expectToken(TokenKind::Value, "the name of a weight")) || failed(expect(":")))
    return failure();
  auto weightType = type();
  if (failed(weightType) || failed(expect("=")))
    return failure();
  auto tensor = initializer(*weightType);
  if (failed(tensor) || failed(checkNew(graph, name)))
    return failure();
  Value *value = graph.addWeight(std::move(*tensor), name.text);
  value->setType(std::move(*weightType));
  if (token.is("{")) {
    auto attrs = attributes();
    if (failed(attrs))
      return failure();
    if (!attrs->empty())
      value->setAttrs(std::move(*attrs));
  }
  auto names = origins();
  if (failed(names))
    return failure();
  value->setOrigins(std::move(*names));
  return success();
}

FailureOr<Value *> TextParser::use(Graph &graph) {
  Value *value = token.kind == TokenKind::Value ? graph.visibleValue(token.text) : nullptr;
  if (token.kind != TokenKind::Value)
    return error("expected a value");
  if (!value)
    return diags.error(token.location) << "%" << token.text << " is not defined here";
  advance();
  return value;
}

LogicalResult TextParser::operands(Graph &graph, std::vector<Value *> &values) {
  if (token.kind != TokenKind::Value && !token.isWord("_"))
    return success();
  do {
    if (acceptWord("_")) {
      values.push_back(nullptr);
      continue;
    }
    auto value = use(graph);
    if (failed(value))
      return failure();
    values.push_back(*value);
  } while (accept(","));
  return success();
}

LogicalResult TextParser::op(Graph &graph, unsigned depth) {
  Location where = token.location;
  std::vector<Token> names;
  if (token.kind == TokenKind::Value || token.isWord("_")) {
    do {
      if (token.kind != TokenKind::Value && !token.isWord("_"))
        return error("expected the name of a result");
      names.push_back(token);
      advance();
    } while (accept(","));
    if (failed(expect("=")))
      return failure();
  }
  auto name = expectWordOrString("an op");
  std::vector<Value *> values;
  if (failed(name) || failed(operands(graph, values)))
    return failure();
  AttrDict attrs;
  if (token.is("{")) {
    auto dict = attributes();
    if (failed(dict))
      return failure();
    attrs = std::move(*dict);
  }
  Op *made = graph.createOp(std::move(*name), values, std::move(attrs));
  if (accept("(") && failed(list(")", [&] { return region(*made, depth); })))
    return failure();
  if (failed(results(*made, names)) || failed(place(where)))
    return failure();
  made->setLocation(std::move(where));
  auto from = origins();
  if (failed(from))
    return failure();
  made->setOrigins(std::move(*from));
  return success();
}

LogicalResult TextParser::region(Op &op, unsigned depth) {
  if (depth + 1 >= maxNesting)
    return error("graphs are nested too deeply");
  Graph &nested = op.addRegion();
  if (failed(header(nested, /*nested=*/true)))
    return failure();
  return body(nested, depth + 1);
}

LogicalResult TextParser::results(Op &op, const std::vector<Token> &names) {
  std::vector<Type> types;
  Location where = token.location;
  if (accept(":")) {
    do {
      auto next = type();
      if (failed(next))
        return failure();
      types.push_back(std::move(*next));
    } while (accept(","));
    if (types.size() != names.size())
      return diags.error(where) << types.size() << " types for " << names.size() << " results";
  }
  types.resize(names.size());
  for (size_t i = 0; i < names.size(); ++i) {
    bool absent = names[i].kind != TokenKind::Value;
    if (!absent && failed(checkNew(op.parent(), names[i])))
      return failure();
    op.addResult(std::move(types[i]), absent ? "" : names[i].text);
  }
  return success();
}

LogicalResult TextParser::place(Location &where) {
  if (!acceptWord("loc"))
    return success();
  if (failed(expect("(")))
    return failure();
  if (token.kind == TokenKind::String) {
    where.node = std::move(token.text);
    advance();
    if (!accept(","))
      return expect(")");
  }
  if (!acceptWord("index"))
    return error("expected a node name or index");
  if (failed(expect("=")))
    return failure();
  Location at = token.location;
  auto index = expectInteger();
  if (failed(index))
    return failure();
  if (*index < 0 || *index > std::numeric_limits<int>::max())
    return diags.error(at) << "no node has this index";
  where.index = static_cast<int>(*index);
  return expect(")");
}

FailureOr<std::vector<std::string>> TextParser::origins() {
  std::vector<std::string> names;
  if (!acceptWord("origin"))
    return names;
  auto name = [&]() -> LogicalResult {
    auto text = expectToken(TokenKind::String, "a name in quotes");
    if (failed(text))
      return failure();
    names.push_back(std::move(*text));
    return success();
  };
  if (failed(expect("(")) || failed(list(")", name)))
    return failure();
  return names;
}

LogicalResult TextParser::outputs(Graph &graph) {
  if (token.is("}"))
    return success();
  do {
    auto value = use(graph);
    if (failed(value))
      return failure();
    std::string name;
    if (acceptWord("as")) {
      auto given = expectToken(TokenKind::String, "a name in quotes");
      if (failed(given))
        return failure();
      name = std::move(*given);
    }
    graph.addOutput(*value, std::move(name));
  } while (accept(","));
  return success();
}

FailureOr<std::unique_ptr<Module>>
parseModule(std::string_view text, const std::string &file, Diagnostics &diags,
            const std::unordered_map<std::string, Tensor> &blobs) {
  if (text.size() <= maxKeptSource)
    diags.addSource(file, std::string(text));
  auto module = std::make_unique<Module>(diags);
  if (failed(TextParser(text, file, diags, blobs).parse(*module)) ||
      failed(verifyStructure(*module)))
    return failure();
  return module;
}

} // namespace fixcon
