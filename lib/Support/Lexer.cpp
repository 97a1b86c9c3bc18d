// One token at a time, no backtracking; every token knows where it stands.
#include "fixcon/Support/Lexer.h"

#include "fixcon/Support/Escape.h"

#include <algorithm>

namespace fixcon {

static bool isDigit(char c) { return c >= '0' && c <= '9'; }
static bool startsName(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}
static bool continuesName(char c) {
  return startsName(c) || isDigit(c) || c == '.' || c == '$' || c == '-';
}
static bool isSpace(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }

bool isPlainName(std::string_view text) {
  if (text.empty() || text.back() == '-')
    return false;
  for (char c : text)
    if (!continuesName(c))
      return false;
  // "->" must not be swallowed by a name in front of it.
  return text.find("->") == std::string_view::npos;
}

bool isIdentifier(std::string_view text) {
  return isPlainName(text) && startsName(text.front()) && text != "inf" && text != "nan";
}

std::string quote(std::string_view text) {
  std::string out = "\"";
  while (!text.empty()) {
    char c = text.front();
    size_t size = visibleCharacterSize(text);
    if (c == '"' || c == '\\')
      (out += '\\') += c;
    else if (size)
      out += text.substr(0, size);
    else
      appendEscaped(out, c);
    text.remove_prefix(std::max<size_t>(size, 1));
  }
  return out + '"';
}

void Lexer::skip(size_t count) {
  for (; count && pos < text.size(); --count, ++pos) {
    if (text[pos] == '\n') {
      ++line;
      column = 1;
    } else
      ++column;
  }
}

Token Lexer::word(TokenKind kind, Location where) {
  size_t begin = pos, end = pos;
  while (end < text.size() && continuesName(text[end]) &&
         !(text[end] == '-' && end + 1 < text.size() && text[end + 1] == '>'))
    ++end;
  // A name never ends in a dash: "a -" stays two tokens.
  while (end > begin && text[end - 1] == '-')
    --end;
  if (end == begin)
    return {TokenKind::Error, "expected a name", std::move(where)};
  Token token{kind, std::string(text.substr(begin, end - begin)), std::move(where)};
  skip(end - begin);
  return token;
}

static int hexDigit(char c) {
  if (isDigit(c))
    return c - '0';
  if (c >= 'a' && c <= 'f')
    return c - 'a' + 10;
  if (c >= 'A' && c <= 'F')
    return c - 'A' + 10;
  return -1;
}

Token Lexer::quoted(TokenKind kind, Location where) {
  skip(1);
  std::string out;
  while (pos < text.size() && text[pos] != '"') {
    char c = text[pos];
    if (c == '\n')
      break;
    if (c != '\\') {
      out += c;
      skip(1);
      continue;
    }
    char escape = pos + 1 < text.size() ? text[pos + 1] : '\0';
    if (escape == 'n' || escape == 't' || escape == '"' || escape == '\\') {
      out += escape == 'n' ? '\n' : escape == 't' ? '\t' : escape;
      skip(2);
    } else if (escape == 'x' && pos + 3 < text.size() && hexDigit(text[pos + 2]) >= 0 &&
               hexDigit(text[pos + 3]) >= 0) {
      out += static_cast<char>(hexDigit(text[pos + 2]) * 16 + hexDigit(text[pos + 3]));
      skip(4);
    } else
      return {TokenKind::Error, "unknown escape in string", here()};
  }
  if (pos >= text.size() || text[pos] != '"')
    return {TokenKind::Error, "string is not closed", std::move(where)};
  skip(1);
  return {kind, std::move(out), std::move(where)};
}

Token Lexer::number() {
  Location where = here();
  size_t end = pos;
  bool real = false, hexadecimal = false;
  auto at = [&](size_t i) { return i < text.size() ? text[i] : '\0'; };
  auto digits = [&] {
    while (isDigit(at(end)))
      ++end;
  };
  if (at(end) == '-' || at(end) == '+')
    ++end;
  if (at(end) == '0' && at(end + 1) == 'x') {
    end += 2;
    size_t first = end;
    while (hexDigit(at(end)) >= 0 || (at(end) == '.' && !real)) {
      real = real || at(end) == '.';
      ++end;
    }
    if (end == first || (real && at(end) != 'p'))
      return {TokenKind::Error, "hexadecimal number is not complete", std::move(where)};
    hexadecimal = true;
  } else {
    digits();
    if (at(end) == '.' && isDigit(at(end + 1))) {
      real = true;
      ++end;
      digits();
    }
  }
  bool exponent = hexadecimal ? at(end) == 'p' : at(end) == 'e' || at(end) == 'E';
  if (exponent && (isDigit(at(end + 1)) ||
                   ((at(end + 1) == '-' || at(end + 1) == '+') && isDigit(at(end + 2))))) {
    real = true;
    end += 2;
    digits();
  }
  Token token{real ? TokenKind::Float : TokenKind::Integer,
              std::string(text.substr(pos, end - pos)), std::move(where)};
  skip(end - pos);
  return token;
}

Token Lexer::punct() {
  Location where = here();
  std::string_view rest = text.substr(pos);
  for (std::string_view two : {"->", "::"})
    if (rest.starts_with(two)) {
      skip(2);
      return {TokenKind::Punct, std::string(two), std::move(where)};
    }
  if (std::string_view("(){}[]<>,=:?*+/;").find(rest[0]) == std::string_view::npos)
    return {TokenKind::Error, "unexpected character", std::move(where)};
  skip(1);
  return {TokenKind::Punct, std::string(rest.substr(0, 1)), std::move(where)};
}

Token Lexer::next() {
  for (;;) {
    while (pos < text.size() && isSpace(text[pos]))
      skip(1);
    if (!text.substr(pos).starts_with("//"))
      break;
    while (pos < text.size() && text[pos] != '\n')
      skip(1);
  }
  Location where = here();
  if (pos >= text.size())
    return {TokenKind::End, {}, std::move(where)};
  char c = text[pos];
  char after = pos + 1 < text.size() ? text[pos + 1] : '\0';
  if (c == '%' || c == '@') {
    TokenKind kind = c == '%' ? TokenKind::Value : TokenKind::Symbol;
    skip(1);
    return after == '"' ? quoted(kind, std::move(where)) : word(kind, std::move(where));
  }
  if (c == '"')
    return quoted(TokenKind::String, std::move(where));
  if (isDigit(c) || ((c == '-' || c == '+') && isDigit(after)))
    return number();
  if (text.substr(pos).starts_with("-inf") &&
      (pos + 4 == text.size() || !continuesName(text[pos + 4]))) {
    skip(4);
    return {TokenKind::Float, "-inf", std::move(where)};
  }
  if (startsName(c)) {
    Token token = word(TokenKind::Identifier, std::move(where));
    if (token.text == "inf" || token.text == "nan")
      token.kind = TokenKind::Float;
    return token;
  }
  return punct();
}

} // namespace fixcon
