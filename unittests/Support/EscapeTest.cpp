// Nothing that a file names does more on a terminal than show.
#include "fixcon/Support/Escape.h"

#include "fixcon/Support/Diagnostic.h"
#include "fixcon/Support/Lexer.h"

#include <gtest/gtest.h>

namespace fixcon {
namespace {

TEST(Escape, WhatShowsStays) {
  for (const char *text : {"", "conv1/weight:0", "grösse", "层", "a\\b 'c' \"d\"", "🙂"})
    EXPECT_EQ(escaped(text), text);
}

TEST(Escape, WhatMovesTheCursorOrHidesIsSpelt) {
  EXPECT_EQ(escaped("\x1b[2J"), "\\x1b[2J");
  EXPECT_EQ(escaped("a\nverdict: match\r"), "a\\nverdict: match\\x0d");
  EXPECT_EQ(escaped("a\tb\x7f"), "a\\tb\\x7f");
  EXPECT_EQ(escaped("\u202eevil\u2066\u200b\ufeff"),
            "\\xe2\\x80\\xaeevil\\xe2\\x81\\xa6\\xe2\\x80\\x8b\\xef\\xbb\\xbf");
  EXPECT_EQ(escaped("\u0085\u2028"), "\\xc2\\x85\\xe2\\x80\\xa8");
  EXPECT_EQ(escaped(std::string_view("\0", 1)), "\\x00");
  EXPECT_EQ(escaped("\xff\xc3"), "\\xff\\xc3");
}

TEST(Escape, LongNamesAreCutBetweenCharacters) {
  std::string name;
  for (int i = 0; i < 500'000; ++i)
    name += "ü";
  std::string text = shown(name);
  EXPECT_LT(text.size(), 260u);
  EXPECT_EQ(text, escaped(text));
  EXPECT_NE(text.find("ü...(999"), std::string::npos) << text;
  EXPECT_EQ(shown("short"), "short");
}

TEST(Escape, QuotedTextIsReadBack) {
  for (const char *text : {"\u202e\n\t\\\"", "\xff", "a\x1b", "层"}) {
    std::string quoted = quote(text);
    Lexer lexer("f", quoted);
    EXPECT_EQ(lexer.next().text, text);
    EXPECT_EQ(escaped(quoted), quoted);
  }
}

TEST(Escape, ADiagnosticIsOneLine) {
  std::string text;
  Diagnostics engine([&](const Diagnostic &d) { text += engine.format(d); });
  engine.addSource("f.ir", "%\x1b[2J = relu");
  std::string name = "x\nverdict: match";
  engine.error(Location::atNode("a\x1b.onnx", name, 3))
      << "'" << name << "' is " << std::string(1'000'000, 'y');
  engine.error(Location::atText("f.ir", 1, 4)) << "here";
  EXPECT_EQ(std::count(text.begin(), text.end(), '\n'), 4);
  EXPECT_EQ(text.find('\x1b'), std::string::npos);
  EXPECT_LT(text.size(), 5000u);
  EXPECT_NE(text.find("%?[2J = relu\n   ^\n"), std::string::npos) << text;
}

} // namespace
} // namespace fixcon
