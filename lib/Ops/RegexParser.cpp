// By recursive descent, on code points: alternatives of sequences of repeated atoms.
#include "Regex.h"

#include <algorithm>

namespace fixcon {

static constexpr uint32_t largestCode = 0x10ffff;

std::vector<uint32_t> codePoints(const std::string &text) {
  std::vector<uint32_t> codes;
  for (size_t i = 0; i < text.size();) {
    auto lead = static_cast<unsigned char>(text[i++]);
    int more = lead < 0x80       ? 0
               : lead >> 5 == 6  ? 1
               : lead >> 4 == 14 ? 2
               : lead >> 3 == 30 ? 3
                                 : -1;
    uint32_t code = more <= 0 ? lead : lead & (0x3fu >> more);
    size_t end = i + static_cast<size_t>(std::max(more, 0));
    bool whole = more >= 0 && end <= text.size();
    for (size_t k = i; whole && k < end; ++k) {
      auto byte = static_cast<unsigned char>(text[k]);
      whole = byte >> 6 == 2;
      code = code << 6 | (byte & 0x3f);
    }
    codes.push_back(whole ? code : 0xfffd);
    i = whole ? end : i;
  }
  return codes;
}

static CodeSet complement(CodeSet set) {
  std::sort(set.begin(), set.end());
  CodeSet rest;
  uint32_t next = 0;
  for (auto [first, last] : set) {
    if (first > next)
      rest.emplace_back(next, first - 1);
    next = std::max(next, last + 1);
  }
  if (next <= largestCode)
    rest.emplace_back(next, largestCode);
  return rest;
}

namespace {

using Kind = RegexNode::Kind;

class Parser {
public:
  Parser(const std::string &pattern, std::string &problem)
      : codes(codePoints(pattern)), problem(problem) {}

  std::optional<RegexNode> whole() {
    RegexNode node = alternatives();
    if (at < codes.size())
      fail("')' without '('");
    return fine ? std::optional(std::move(node)) : std::nullopt;
  }

private:
  bool end() const { return !fine || at >= codes.size(); }
  uint32_t peek() const { return at < codes.size() ? codes[at] : 0; }
  bool take(char c) {
    bool is = !end() && codes[at] == static_cast<uint32_t>(c);
    at += is;
    return is;
  }
  void fail(const std::string &what) {
    if (fine)
      problem = what + " at character " + std::to_string(at);
    fine = false;
  }

  RegexNode alternatives();
  RegexNode sequence();
  RegexNode repeated();
  RegexNode atom();
  RegexNode group();
  RegexNode escape();
  CodeSet setOf();
  std::optional<CodeSet> classOf(uint32_t letter) const;
  uint32_t escapedCode(uint32_t letter);
  uint32_t hexCode();
  bool bounds(RegexNode &node);
  std::optional<int64_t> number();

  std::vector<uint32_t> codes;
  std::string &problem;
  size_t at = 0, depth = 0;
  bool fine = true;
};

RegexNode single(Kind kind) {
  RegexNode node;
  node.kind = kind;
  return node;
}

RegexNode ofSet(CodeSet set) {
  RegexNode node = single(Kind::Set);
  node.set = std::move(set);
  return node;
}

} // namespace

RegexNode Parser::alternatives() {
  RegexNode node = single(Kind::Either);
  if (++depth > 200)
    fail("groups are nested too deeply");
  do
    node.parts.push_back(sequence());
  while (take('|'));
  --depth;
  return node;
}

RegexNode Parser::sequence() {
  RegexNode node = single(Kind::Sequence);
  while (!end() && peek() != '|' && peek() != ')')
    node.parts.push_back(repeated());
  return node;
}

RegexNode Parser::repeated() {
  RegexNode node = atom();
  RegexNode repeat = single(Kind::Repeat);
  bool some = true;
  if (take('*'))
    repeat.least = 0;
  else if (take('+'))
    repeat.least = 1;
  else if (take('?'))
    repeat.most = 1;
  else
    some = bounds(repeat);
  if (!some)
    return node;
  take('?'); // how much a repetition takes does not change whether all of the text matches
  if (!end() && (peek() == '*' || peek() == '+' || peek() == '?'))
    fail("a repetition of a repetition");
  repeat.parts.push_back(std::move(node));
  return repeat;
}

std::optional<int64_t> Parser::number() {
  int64_t value = -1;
  for (; !end() && peek() >= '0' && peek() <= '9'; ++at)
    value = std::min<int64_t>(std::max<int64_t>(value, 0) * 10 + (peek() - '0'), 100000);
  return value < 0 ? std::nullopt : std::optional(value);
}

/// {n}, {n,} or {n,m}; a brace that is none of them stands for itself.
bool Parser::bounds(RegexNode &node) {
  size_t begin = at;
  auto least = take('{') ? number() : std::nullopt;
  bool open = least && take(',');
  auto most = open ? number() : least;
  if (!least || !take('}')) {
    at = begin;
    return false;
  }
  node.least = *least;
  node.most = most.value_or(-1);
  constexpr int64_t mostRepeats = 1000;
  if (node.least > mostRepeats || node.most > mostRepeats || (most && *most < *least))
    fail("a bad number of repetitions");
  return true;
}

RegexNode Parser::atom() {
  if (take('('))
    return group();
  if (take('['))
    return ofSet(setOf());
  if (take('.'))
    return ofSet(complement({{'\n', '\n'}}));
  if (take('^'))
    return single(Kind::Begin);
  if (take('$'))
    return single(Kind::End);
  if (take('\\'))
    return escape();
  uint32_t code = peek();
  if (code == '*' || code == '+' || code == '?')
    fail("nothing to repeat");
  ++at;
  return ofSet({{code, code}});
}

RegexNode Parser::group() {
  if (take('?')) {
    bool named = take('P');
    if (named ||
        (peek() == '<' && at + 1 < codes.size() && codes[at + 1] != '=' && codes[at + 1] != '!')) {
      if (!take('<'))
        fail("a group of an unknown kind");
      while (!end() && !take('>'))
        ++at;
    } else if (!take(':'))
      fail("a group of an unknown kind");
  }
  RegexNode node = alternatives();
  if (!take(')'))
    fail("'(' without ')'");
  return node;
}

std::optional<CodeSet> Parser::classOf(uint32_t letter) const {
  switch (letter) {
  case 'd':
    return CodeSet{{'0', '9'}};
  case 'w':
    return CodeSet{{'0', '9'}, {'A', 'Z'}, {'_', '_'}, {'a', 'z'}};
  case 's':
    return CodeSet{{'\t', '\n'}, {'\f', '\r'}, {' ', ' '}};
  case 'D':
  case 'W':
  case 'S':
    return complement(*classOf(letter + 0x20));
  default:
    return std::nullopt;
  }
}

/// xHH or x{H...}, behind the x.
uint32_t Parser::hexCode() {
  bool braces = take('{');
  uint32_t code = 0;
  int digits = 0;
  for (; !end() && (braces ? peek() != '}' : digits < 2); ++at, ++digits) {
    uint32_t c = peek() | 0x20;
    uint32_t digit = c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : 16;
    code = code * 16 + digit;
    if (digit > 15 || code > largestCode)
      fail("a bad code point");
  }
  if (digits == 0 || (braces && !take('}')))
    fail("a bad code point");
  return code;
}

uint32_t Parser::escapedCode(uint32_t letter) {
  static constexpr std::pair<char, char> controls[] = {{'a', '\a'}, {'f', '\f'}, {'n', '\n'},
                                                       {'r', '\r'}, {'t', '\t'}, {'v', '\v'}};
  for (auto [name, code] : controls)
    if (letter == static_cast<uint32_t>(name))
      return static_cast<uint32_t>(code);
  if (letter == 'x')
    return hexCode();
  bool plain = letter > 0x7f || !((letter >= '0' && letter <= '9') ||
                                  ((letter | 0x20) >= 'a' && (letter | 0x20) <= 'z'));
  if (!plain)
    fail("an escape that is not known");
  return letter;
}

RegexNode Parser::escape() {
  if (end()) {
    fail("nothing behind '\\'");
    return {};
  }
  uint32_t letter = codes[at++];
  if (auto set = classOf(letter))
    return ofSet(std::move(*set));
  if (letter == 'b' || letter == 'B')
    return single(letter == 'b' ? Kind::Boundary : Kind::Inside);
  if (letter == 'A' || letter == 'z')
    return single(letter == 'A' ? Kind::Begin : Kind::End);
  uint32_t code = escapedCode(letter);
  return ofSet({{code, code}});
}

/// Behind the bracket. The first character may be a bracket that stands for itself.
CodeSet Parser::setOf() {
  CodeSet set;
  bool inverted = take('^');
  for (bool first = true; !end() && (first || peek() != ']'); first = false) {
    if (peek() == '[' && at + 1 < codes.size() && codes[at + 1] == ':')
      fail("a POSIX class");
    uint32_t code = codes[at++];
    if (code == '\\' && !end()) {
      uint32_t letter = codes[at++];
      if (auto inner = classOf(letter)) {
        set.insert(set.end(), inner->begin(), inner->end());
        continue;
      }
      code = escapedCode(letter);
    }
    uint32_t last = code;
    if (peek() == '-' && at + 1 < codes.size() && codes[at + 1] != ']') {
      ++at;
      last = codes[at++];
      if (last == '\\' && !end())
        last = escapedCode(codes[at++]);
    }
    if (last < code)
      fail("a range that ends before it begins");
    set.emplace_back(code, last);
  }
  if (!take(']'))
    fail("'[' without ']'");
  return inverted ? complement(std::move(set)) : set;
}

std::optional<RegexNode> parseRegex(const std::string &pattern, std::string &problem) {
  return Parser(pattern, problem).whole();
}

} // namespace fixcon
