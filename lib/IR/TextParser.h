// Parses the IR's text by recursive descent with the lexer's tokens, one pass, no backtracking.
// Every function that fails has reported a diagnostic at the offending token.
#pragma once

#include "fixcon/IR/Text.h"
#include "fixcon/Support/Lexer.h"

namespace fixcon {

class TextParser {
public:
  using Blobs = std::unordered_map<std::string, Tensor>;

  TextParser(std::string_view text, const std::string &file, Diagnostics &diags,
             const Blobs &blobs);
  LogicalResult parse(Module &module);

private:
  // Tokens.
  void advance() { token = lexer.next(); }
  /// The current token's message if it is one of the lexer's errors, else `message` and the token.
  DiagnosticBuilder error(const std::string &message);
  bool accept(std::string_view punct);
  bool acceptWord(std::string_view word);
  LogicalResult expect(std::string_view punct);
  /// Whether the braces at the current token hold attributes rather than statements.
  bool atAttributes() const;
  FailureOr<std::string> expectToken(TokenKind kind, const char *what);
  FailureOr<std::string> expectWordOrString(const char *what);
  FailureOr<int64_t> expectInteger();
  /// Calls `item` until `close`, with commas between; `close` is consumed.
  template <class Fn> LogicalResult list(std::string_view close, Fn &&item) {
    if (accept(close))
      return success();
    do {
      if (failed(item()))
        return failure();
    } while (accept(","));
    return expect(close);
  }

  // Statements (Parser.cpp).
  LogicalResult topLevelItems(Module &module, bool wrapped);
  LogicalResult topLevelGraph(Module &module);
  LogicalResult record(Module &module);
  LogicalResult derivation(Graph &graph);
  LogicalResult header(Graph &graph, bool nested);
  LogicalResult dialect(Graph &graph);
  LogicalResult body(Graph &graph, unsigned depth);
  LogicalResult weight(Graph &graph);
  LogicalResult op(Graph &graph, unsigned depth);
  LogicalResult operands(Graph &graph, std::vector<Value *> &values);
  LogicalResult region(Op &op, unsigned depth);
  LogicalResult results(Op &op, const std::vector<Token> &names);
  LogicalResult outputs(Graph &graph);
  LogicalResult place(Location &where);
  FailureOr<std::vector<std::string>> origins();
  /// An error if the name is empty or taken in `graph` or around it.
  LogicalResult checkNew(const Graph &graph, const Token &name);
  FailureOr<Value *> use(Graph &graph);

  // Attributes and types (ParseAttribute.cpp).
  FailureOr<AttrDict> attributes();
  FailureOr<Attribute> attribute();
  FailureOr<Attribute> wordAttribute();
  FailureOr<Attribute> attributeList();
  FailureOr<Attribute> typedList(const std::string &kind);
  FailureOr<Attribute> typeOrTensor();
  FailureOr<SymbolRef> symbol();
  FailureOr<double> real();
  bool atType() const;
  FailureOr<Type> type(unsigned depth = 0);
  FailureOr<Type> tensorType();
  FailureOr<Type> shapedType();
  LogicalResult quantization(Type &type);
  FailureOr<Dim> dim();
  FailureOr<DType> dtype();

  // Tensors (ParseTensor.cpp).
  bool atInitializer() const;
  FailureOr<Tensor> initializer(const Type &type);
  FailureOr<Tensor> dense(const Type &type);
  FailureOr<Tensor> splat(const Type &type);
  FailureOr<Tensor> seeded(const Type &type);
  FailureOr<Tensor> blob(const Type &type);
  struct Elements;
  LogicalResult elements(Elements &into, const Shape &shape, size_t axis);
  LogicalResult element(Elements &into);
  LogicalResult integerElement(Elements &into);
  LogicalResult boolElement(Elements &into);
  LogicalResult complexElement(Elements &into);
  LogicalResult floatElement(Elements &into, DType dtype);
  FailureOr<uint64_t> nanBits();
  /// An error if the tensor is larger than what one text may ask for without spelling it out.
  LogicalResult afford(const Type &type, size_t perElement);

  Lexer lexer;
  Token token;
  std::string file;
  Diagnostics &diags;
  const Blobs &blobs;
  int64_t budget;
};

} // namespace fixcon
