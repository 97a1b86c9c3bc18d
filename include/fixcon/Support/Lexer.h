// The lexer shared by the IR's text and the pipeline grammar.
#pragma once

#include "fixcon/Support/Location.h"

#include <string>
#include <string_view>

namespace fixcon {

enum class TokenKind {
  End,
  Error,      ///< `text` holds the message
  Identifier, ///< [A-Za-z_][A-Za-z0-9_.$-]*
  Value,      ///< %name or %"any text"; `text` holds the name
  Symbol,     ///< @name or @"any text"; `text` holds the name
  Integer,    ///< optional sign and decimal digits, or 0x and hexadecimal digits
  Float,      ///< with point, exponent, or one of inf, -inf, nan, or hexadecimal float
  String,     ///< "..." with \n \t \" \\ \xHH; `text` holds the decoded bytes
  Punct       ///< one of ( ) { } [ ] < > , = : ? * + / ; or -> or ::
};

struct Token {
  TokenKind kind = TokenKind::End;
  std::string text;
  Location location;
  bool is(std::string_view punct) const { return kind == TokenKind::Punct && text == punct; }
  bool isWord(std::string_view word) const { return kind == TokenKind::Identifier && text == word; }
};

/// Splits `text` into tokens. White space and `//` comments to the end of the line are skipped.
class Lexer {
public:
  Lexer(std::string file, std::string_view text) : file(std::move(file)), text(text) {}
  Token next();

private:
  Location here() const { return Location::atText(file, line, column); }
  void skip(size_t count);
  Token punct();
  Token number();
  Token quoted(TokenKind kind, Location where);
  Token word(TokenKind kind, Location where);

  std::string file;
  std::string_view text;
  size_t pos = 0;
  unsigned line = 1, column = 1;
};

/// `text` as the lexer reads it back, in quotes: what is not visible (Escape.h) and bytes that are not UTF-8 are
/// escaped, so that the result is.
std::string quote(std::string_view text);
/// Whether `text` can stand as an identifier, value or symbol name without quotes.
bool isPlainName(std::string_view text);
/// Whether `text` is read back as an Identifier token.
bool isIdentifier(std::string_view text);

} // namespace fixcon
