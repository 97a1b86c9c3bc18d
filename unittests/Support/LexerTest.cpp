// Tokens with their places, and names and strings that are read back as they were.
#include "fixcon/Support/Lexer.h"
#include "fixcon/Support/Random.h"

#include <gtest/gtest.h>
#include <vector>

namespace fixcon {
namespace {

std::vector<Token> tokens(std::string_view text) {
  Lexer lexer("f", text);
  std::vector<Token> all;
  for (;;) {
    all.push_back(lexer.next());
    if (all.back().kind == TokenKind::End || all.back().kind == TokenKind::Error)
      return all;
  }
}

/// Kinds and texts in one line, as in "i:abc".
std::string summary(std::string_view text) {
  static const char kinds[] = "$!wv@idsp";
  std::string out;
  for (const Token &token : tokens(text))
    if (token.kind != TokenKind::End)
      out += std::string(out.empty() ? "" : " ") + kinds[static_cast<int>(token.kind)] + ":" +
             token.text;
  return out;
}

TEST(Lexer, SplitsWords) {
  EXPECT_EQ(summary("abc a.b-c$1 _"), "w:abc w:a.b-c$1 w:_");
  EXPECT_EQ(summary("%0 %a.b @g @\"odd g\" %\"\""), "v:0 v:a.b @:g @:odd g v:");
  EXPECT_EQ(summary("a->b a- b"), "w:a p:-> w:b w:a !:unexpected character");
  EXPECT_EQ(summary("@g::%v"), "@:g p::: v:v");
}

TEST(Lexer, SplitsNumbers) {
  EXPECT_EQ(summary("0 -1 +2 1.5 1e5 -1E-5 0x1f 0x1.8p3"),
            "i:0 i:-1 i:+2 d:1.5 d:1e5 d:-1E-5 i:0x1f d:0x1.8p3");
  EXPECT_EQ(summary("inf -inf nan info -info"), "d:inf d:-inf d:nan w:info !:unexpected character");
  EXPECT_EQ(summary("2x3"), "i:2 w:x3");
  EXPECT_EQ(summary("0x"), "!:hexadecimal number is not complete");
}

TEST(Lexer, ReportsWhatItCannotRead) {
  EXPECT_EQ(summary("\"abc"), "!:string is not closed");
  EXPECT_EQ(summary("\"a\nb\""), "!:string is not closed");
  EXPECT_EQ(summary("\"\\q\""), "!:unknown escape in string");
  EXPECT_EQ(summary("\"\\x4"), "!:unknown escape in string");
  EXPECT_EQ(summary("% x"), "!:expected a name");
  EXPECT_EQ(summary("&"), "!:unexpected character");
}

TEST(Lexer, KnowsPlacesAndSkipsComments) {
  auto all = tokens("a // b\n  %c\t\"d\"");
  ASSERT_EQ(all.size(), 4u);
  EXPECT_EQ(all[1].location.str(), "f:2:3");
  EXPECT_EQ(all[2].location.str(), "f:2:6");
  EXPECT_EQ(all[3].location.str(), "f:2:9");
}

TEST(Lexer, QuotedTextReadsBack) {
  Random random(1);
  for (int round = 0; round < 2000; ++round) {
    std::string text(random.below(12), ' ');
    for (char &c : text)
      c = static_cast<char>(random.below(256));
    auto all = tokens("%" + quote(text) + quote(text));
    ASSERT_EQ(all.size(), 3u);
    EXPECT_EQ(all[0].text, text);
    EXPECT_EQ(all[1].text, text);
  }
}

TEST(Lexer, QuotedTextIsUTF8) {
  EXPECT_EQ(quote("gr\xc3\xbc\xc3\x9f\xe2\x82\xac \xf0\x9f\x98\x80"),
            "\"gr\xc3\xbc\xc3\x9f\xe2\x82\xac \xf0\x9f\x98\x80\"");
  EXPECT_EQ(quote("\x01\x7f\n\"\\"), "\"\\x01\\x7f\\n\\\"\\\\\"");
  // A byte by itself, a character cut short, one spelt too long, half of a pair.
  EXPECT_EQ(quote("\x80 \xc3 \xe2\x82"), "\"\\x80 \\xc3 \\xe2\\x82\"");
  EXPECT_EQ(quote("\xc0\xaf\xed\xa0\x80"), "\"\\xc0\\xaf\\xed\\xa0\\x80\"");
}

TEST(Lexer, PlainNamesReadBackWithoutQuotes) {
  Random random(2);
  static const char letters[] = "ab09_.$->\" :%nif";
  for (int round = 0; round < 5000; ++round) {
    std::string text(random.below(5), ' ');
    for (char &c : text)
      c = letters[random.below(sizeof letters - 1)];
    bool plain = summary("%" + text + "}") == "v:" + text + " p:}";
    EXPECT_EQ(isPlainName(text), plain) << text;
    bool identifier = summary(text + "}") == "w:" + text + " p:}";
    EXPECT_EQ(isIdentifier(text), identifier) << text;
  }
}

} // namespace
} // namespace fixcon
