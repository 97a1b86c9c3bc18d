// Ops on strings and tokens, from their definitions.
#include "OpUnderTest.h"

#include <gtest/gtest.h>

using namespace fixcon;

namespace {

using Words = std::vector<std::string>;
using Ints = Attribute::Ints;

Tensor words(const Words &list) {
  return Tensor::strings({static_cast<int64_t>(list.size())}, list);
}

std::vector<Tensor> run(const char *op, AttrDict a, std::initializer_list<Tensor> operands,
                        unsigned results = 1) {
  OpUnderTest test(op, std::move(a), results);
  for (const Tensor &operand : operands)
    test.operand(operand);
  auto tensors = test.run();
  EXPECT_FALSE(tensors.empty()) << test.message;
  tensors.resize(results);
  return tensors;
}

Words listOf(const Tensor &tensor) { return {tensor.strings().begin(), tensor.strings().end()}; }

/// 1-grams 2 and 3, 2-grams (5, 4) and (6, 7), with coordinates out of order.
AttrDict counting(const char *mode, int64_t shortest, int64_t longest, int64_t skipped) {
  return attrs({{"mode", mode},
                {"min_gram_length", shortest},
                {"max_gram_length", longest},
                {"max_skip_count", skipped},
                {"ngram_counts", Ints{0, 2}},
                {"ngram_indexes", Ints{1, 0, 2, 3}},
                {"pool_int64s", Ints{2, 3, 5, 4, 6, 7}},
                {"weights", Attribute::Floats{10, 20, 30, 40}}});
}

std::vector<double> counted(const char *mode, int64_t shortest, int64_t longest, int64_t skipped) {
  Tensor tokens = ints({5, 4, 2, 2, 6, 9, 7});
  return run("tf_idf_vectorizer", counting(mode, shortest, longest, skipped), {tokens})[0]
      .toDoubles();
}

} // namespace

TEST(Text, NGrams) {
  using List = std::vector<double>;
  EXPECT_EQ(counted("TF", 1, 1, 0), (List{0, 2, 0, 0}));
  EXPECT_EQ(counted("TF", 2, 2, 0), (List{0, 0, 1, 0}));
  EXPECT_EQ(counted("TF", 1, 2, 1), (List{0, 2, 1, 1}));
  EXPECT_EQ(counted("IDF", 1, 2, 1), (List{0, 10, 30, 40}));
  EXPECT_EQ(counted("TFIDF", 1, 2, 1), (List{0, 20, 30, 40}));
  EXPECT_EQ(counted("TF", 3, 9, 99), (List{0, 0, 0, 0}));
  Tensor rows = Tensor::of<int32_t>({2, 2}, {3, 3, 5, 4});
  EXPECT_EQ(run("tf_idf_vectorizer", counting("TF", 1, 2, 0), {rows})[0].toDoubles(),
            (List{2, 0, 0, 0, 0, 0, 1, 0}));
}

TEST(Text, NGramConstraints) {
  Tensor tokens = ints({1});
  AttrDict without = counting("TF", 1, 1, 0), broken = counting("TF", 1, 1, 0);
  without.erase("ngram_counts");
  broken.set("ngram_counts", Ints{0, 1});
  rejects("tf_idf_vectorizer_c1", "tf_idf_vectorizer", without, {tokens});
  rejects("tf_idf_vectorizer_c2", "tf_idf_vectorizer", counting("FT", 1, 1, 0), {tokens});
  rejects("tf_idf_vectorizer_c2", "tf_idf_vectorizer", counting("TF", 2, 1, 0), {tokens});
  rejects("tf_idf_vectorizer_c3", "tf_idf_vectorizer", broken, {tokens});
  rejects("tf_idf_vectorizer_c4", "tf_idf_vectorizer", counting("TF", 1, 1, 0), {words({"a"})});
}

TEST(Text, Concat) {
  Tensor column = Tensor::strings({2, 1}, {"a", "b"});
  Tensor all = run("string_concat", {}, {column, words({"x", "y", ""})})[0];
  EXPECT_EQ(all.shape(), (Shape{2, 3}));
  EXPECT_EQ(listOf(all), (Words{"ax", "ay", "a", "bx", "by", "b"}));
  rejects("string_concat_dtype", "string_concat", {}, {column, ints({1})});
}

TEST(Text, Split) {
  auto parts = run("string_split", attrs({{"delimiter", ","}}), {words({"a,,b", ""})}, 2);
  EXPECT_EQ(parts[0].shape(), (Shape{2, 3}));
  EXPECT_EQ(listOf(parts[0]), (Words{"a", "", "b", "", "", ""}));
  EXPECT_EQ(parts[1].toInts(), (Ints{3, 1}));
  parts = run("string_split", {}, {words({"  a \t b c ", " "})}, 2);
  EXPECT_EQ(listOf(parts[0]), (Words{"a", "b", "c", "", "", ""}));
  EXPECT_EQ(parts[1].toInts(), (Ints{3, 0}));
  AttrDict once = attrs({{"maxsplit", 1}});
  EXPECT_EQ(listOf(run("string_split", once, {words({" a b  c "})})[0]), (Words{"a", "b  c"}));
  rejects("string_split_dtype", "string_split", {}, {ints({1})});
  rejects("string_split_c2", "string_split", attrs({{"maxsplit", -1}}), {words({"a"})});
}

TEST(Text, Normalize) {
  Tensor days = words({"Monday", "tuesday", "MONDAY"});
  AttrDict a = attrs({{"stopwords", Words{"monday"}}, {"case_change_action", "UPPER"}});
  EXPECT_EQ(listOf(run("string_normalizer", a, {days})[0]), (Words{"TUESDAY"}));
  a.set("is_case_sensitive", Attribute(1));
  EXPECT_EQ(listOf(run("string_normalizer", a, {days})[0]), (Words{"MONDAY", "TUESDAY", "MONDAY"}));
  AttrDict every = attrs({{"stopwords", Words{"x"}}});
  Tensor none = run("string_normalizer", every, {Tensor::strings({1, 1}, {"X"})})[0];
  EXPECT_EQ(none.shape(), (Shape{1, 1}));
  EXPECT_EQ(listOf(none), (Words{""}));
  rejects("string_normalizer_dtype", "string_normalizer", {}, {ints({1})});
  rejects("string_normalizer_c2", "string_normalizer", attrs({{"case_change_action", "X"}}),
          {days});
}

TEST(Text, RegularExpressions) {
  auto matching = [](const char *pattern, const Words &list) {
    return run("regex_full_match", attrs({{"pattern", pattern}}), {words(list)})[0].toDoubles();
  };
  using List = std::vector<double>;
  EXPECT_EQ(matching("a*b+", {"b", "aab", "aabb", "a", "abx"}), (List{1, 1, 1, 0, 0}));
  EXPECT_EQ(matching("(ab|c){1,2}", {"ab", "abc", "cc", "", "ccc"}), (List{1, 1, 1, 0, 0}));
  EXPECT_EQ(matching("[^a-c\\d]?", {"", "d", "b", "7"}), (List{1, 1, 0, 0}));
  EXPECT_EQ(matching("www\\.[\\w.-]+\\.\\bcom\\b", {"www.a-b.com", "www.com", "www.a.comx"}),
            (List{1, 0, 0}));
  EXPECT_EQ(matching("(\\W|^)x(\\W|$)", {"x", " x", "yx"}), (List{1, 1, 0}));
  EXPECT_EQ(matching("..", {"\xc3\xa4\xc3\xb6", "a\n", "ab"}), (List{1, 0, 1}));
  EXPECT_EQ(matching("(?:a|b)*?\\x41\\x{42}", {"abAB", "AB", "ab"}), (List{1, 1, 0}));
  EXPECT_EQ(matching("[]a-]{2,}", {"]a-", "a", "-]"}), (List{1, 0, 1}));
  EXPECT_EQ(matching("(a*)*", {std::string(5000, 'a'), "b"}), (List{1, 0}));
  EXPECT_EQ(matching("", {"", "a"}), (List{1, 0}));
  EXPECT_EQ(matching("(?i)a[[:digit:]]", {"A1", "a2", "ab"}), (List{1, 1, 0}));
  EXPECT_EQ(matching("\\pL(?P<more>\\Q.*\\E)?", {"\xc3\xa4", "x.*", "1"}), (List{1, 1, 0}));
}

/// Bytes that are no UTF-8 are no character, and the end of a text is not its first zero byte.
TEST(Text, RegularExpressionsOnAnyBytes) {
  auto matches = [](const char *pattern, const std::string &text) {
    return run("regex_full_match", attrs({{"pattern", pattern}}), {words({text})})[0]
        .toDoubles()[0];
  };
  EXPECT_EQ(matches(".", "\xff"), 0);
  EXPECT_EQ(matches("a\\x00b", std::string("a\0b", 3)), 1);
  EXPECT_EQ(matches("a", std::string("a\0", 2)), 0);
}

/// More states than the memory allows are not kept, but followed: a slower way to the same answer.
TEST(Text, RegularExpressionsBeyondTheirMemory) {
  std::string text(20000, 'a');
  for (size_t i = 0; i < text.size(); i += 7 + i % 5)
    text[i] = 'b';
  std::string pattern = "[ab]*a[ab]{500}";
  AttrDict a = attrs({{"pattern", pattern}});
  text[text.size() - 501] = 'a';
  EXPECT_EQ(run("regex_full_match", a, {words({text})})[0].toDoubles()[0], 1);
  text[text.size() - 501] = 'b';
  EXPECT_EQ(run("regex_full_match", a, {words({text})})[0].toDoubles()[0], 0);
}

TEST(Text, PatternsThatAreRefused) {
  Tensor text = words({"a"});
  rejects("regex_full_match_dtype", "regex_full_match", {}, {ints({1})});
  for (const char *pattern :
       {"(", ")", "[a", "*", "a**", "a{2,1}", "a{1001}", "(?z)a", "(?=a)", "(a)\\1", "\\pQ", "\\",
        "[[:any:]]", "[b-a]", "\\x{110000}", "\xff", "((a{1000}){1000}){1000}", "(\\pL{300}){3}"})
    rejects("regex_full_match_c2", "regex_full_match", attrs({{"pattern", pattern}}), {text});
  std::string deep(100000, '(');
  rejects("regex_full_match_c2", "regex_full_match", attrs({{"pattern", deep}}), {text});
}
