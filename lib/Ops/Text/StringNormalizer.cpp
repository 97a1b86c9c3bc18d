// Words without stop words, in upper or lower case. If none is left the result is one empty word.
// Case is that of the ASCII letters; other letters stay, whatever the locale.
#include "fixcon/Ops/EvalContext.h"
#include "fixcon/Ops/InferContext.h"
#include "fixcon/Ops/OpDef.h"

#include <algorithm>

namespace fixcon {

namespace {
struct StringNormalizerAttrs {
  std::string change = "NONE"; ///< or LOWER, UPPER
  int64_t caseSensitive = 0;
  std::optional<std::string> locale;
  std::optional<Attribute::Strings> stopWords;
  template <class V> void visit(V &v) {
    v("case_change_action", change);
    v("is_case_sensitive", caseSensitive);
    v("locale", locale);
    v("stopwords", stopWords);
  }
};
} // namespace

static LogicalResult inferStringNormalizer(InferContext &context) {
  const Type &x = context.type(0);
  bool list = !x.isRanked() || x.rank() == 1 ||
              (x.rank() == 2 && (!x.dim(0).isStatic() || x.dim(0).size() == 1));
  if (!list)
    return context.error("string_normalizer_c1") << "the words have type " << x.str();
  std::string change = context.attrs<StringNormalizerAttrs>().change;
  if (change != "NONE" && change != "LOWER" && change != "UPPER")
    return context.error("string_normalizer_c2") << "case_change_action is '" << change << "'";
  context.setResult(0, Type::unranked(DType::String));
  if (x.isRanked())
    context.setResult(0, Type::tensor(DType::String, x.rank() == 1 ? Dims{Dim()} : Dims{1, Dim()}));
  return success();
}

static std::string inCase(std::string text, bool upper) {
  for (char &c : text)
    if (upper ? c >= 'a' && c <= 'z' : c >= 'A' && c <= 'Z')
      c = static_cast<char>(c ^ 0x20);
  return text;
}

static LogicalResult evalStringNormalizer(EvalContext &context) {
  auto attrs = context.attrs<StringNormalizerAttrs>();
  auto key = [&](const std::string &word) {
    return attrs.caseSensitive ? word : inCase(word, false);
  };
  Attribute::Strings stop = attrs.stopWords.value_or(Attribute::Strings());
  std::transform(stop.begin(), stop.end(), stop.begin(), key);
  std::vector<std::string> words;
  for (const std::string &word : context.in(0).strings())
    if (std::find(stop.begin(), stop.end(), key(word)) == stop.end())
      words.push_back(attrs.change == "NONE" ? word : inCase(word, attrs.change == "UPPER"));
  if (words.empty())
    words.emplace_back();
  auto count = static_cast<int64_t>(words.size());
  Shape shape = context.in(0).rank() == 1 ? Shape{count} : Shape{1, count};
  context.out() = Tensor::strings(std::move(shape), std::move(words));
  return success();
}

OpDef defineStringNormalizer() {
  return OpDef("string_normalizer")
      .summary("Words without stop words, in one case.")
      .operand("X")
      .dtypes(DType::String)
      .attrs<StringNormalizerAttrs>()
      .infer(inferStringNormalizer)
      .reference(evalStringNormalizer)
      .onnx("StringNormalizer", 10);
}

} // namespace fixcon
