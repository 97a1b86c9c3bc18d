// Regular expressions in the syntax of RE2, matched in time linear in the text. Not there: flags,
// Unicode and POSIX classes, \Q, \C; a pattern with one of them is refused.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace fixcon {

/// Code points from first to last, both inside.
using CodeRange = std::pair<uint32_t, uint32_t>;
using CodeSet = std::vector<CodeRange>;

/// A pattern as a tree.
struct RegexNode {
  enum class Kind : uint8_t { Set, Sequence, Either, Repeat, Begin, End, Boundary, Inside };
  Kind kind = Kind::Sequence;
  CodeSet set;
  std::vector<RegexNode> parts;
  int64_t least = 0, most = -1; ///< of Repeat; -1: any number
};

/// The tree, or nothing and what is wrong in `problem`.
std::optional<RegexNode> parseRegex(const std::string &pattern, std::string &problem);

class Regex {
public:
  /// Nothing if the pattern is not understood or its repetitions are too large.
  static std::optional<Regex> compile(const std::string &pattern, std::string &problem);
  /// Whether the whole text matches.
  bool matches(const std::string &text) const;

private:
  struct State {
    enum class Kind : uint8_t { Set, Split, Begin, End, Boundary, Inside, Accept };
    Kind kind;
    CodeSet set;
    size_t next = 0, other = 0;
  };
  struct Run;

  size_t add(State state);
  /// Emits what leads to `next`; the state that begins it.
  size_t emit(const RegexNode &node, size_t next);
  size_t emitRepeat(const RegexNode &node, size_t next);

  std::vector<State> states;
  size_t start = 0;
  bool tooLarge = false;
};

/// The code points of UTF-8; a byte that belongs to none is U+FFFD.
std::vector<uint32_t> codePoints(const std::string &text);

} // namespace fixcon
