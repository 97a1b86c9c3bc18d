// Strings cut at a delimiter, or at white space if there is none, into a further dim that is as
// long as the most parts of a string; shorter ones are filled with empty strings. The second result
// counts the parts.
#include "fixcon/Ops/EvalContext.h"
#include "fixcon/Ops/InferContext.h"
#include "fixcon/Ops/OpDef.h"

#include <algorithm>
#include <iterator>

namespace fixcon {

namespace {
struct StringSplitAttrs {
  std::string delimiter; ///< empty: white space, however long
  std::optional<int64_t> maxCuts;
  template <class V> void visit(V &v) {
    v("delimiter", delimiter);
    v("maxsplit", maxCuts);
  }
};

using Parts = std::vector<std::string>;
} // namespace

static constexpr const char *whiteSpace = " \t\n\r\f\v";

static Parts atDelimiter(const std::string &text, const std::string &delimiter, int64_t cuts) {
  Parts parts;
  size_t begin = 0;
  for (; cuts > 0; --cuts) {
    size_t end = text.find(delimiter, begin);
    if (end == std::string::npos)
      break;
    parts.push_back(text.substr(begin, end - begin));
    begin = end + delimiter.size();
  }
  parts.push_back(text.substr(begin));
  return parts;
}

/// The rest behind the last cut keeps its inner white space.
static Parts atWhiteSpace(const std::string &text, int64_t cuts) {
  Parts parts;
  size_t last = text.find_last_not_of(whiteSpace) + 1;
  size_t begin = text.find_first_not_of(whiteSpace);
  while (begin != std::string::npos) {
    size_t end = cuts-- > 0 ? text.find_first_of(whiteSpace, begin) : last;
    parts.push_back(text.substr(begin, std::min(end, last) - begin));
    begin = text.find_first_not_of(whiteSpace, std::min(end, last));
  }
  return parts;
}

static LogicalResult inferStringSplit(InferContext &context) {
  const Type &x = context.type(0);
  auto cuts = context.attrs<StringSplitAttrs>().maxCuts;
  if (cuts && *cuts < 0)
    return context.error("string_split_c2") << "maxsplit is " << *cuts;
  if (!x.isRanked()) {
    context.setResult(0, Type::unranked(DType::String));
    context.setResult(1, Type::unranked(DType::I64));
    return success();
  }
  Dims dims = x.dims();
  context.setResult(1, Type::tensor(DType::I64, dims));
  dims.push_back(Dim());
  context.setResult(0, Type::tensor(DType::String, std::move(dims)));
  return success();
}

static LogicalResult evalStringSplit(EvalContext &context) {
  auto attrs = context.attrs<StringSplitAttrs>();
  const Tensor &x = context.in(0);
  int64_t cuts = attrs.maxCuts.value_or(INT64_MAX);
  std::vector<Parts> all;
  std::vector<int64_t> counts;
  size_t most = 0;
  for (const std::string &text : x.strings()) {
    all.push_back(attrs.delimiter.empty() ? atWhiteSpace(text, cuts)
                                          : atDelimiter(text, attrs.delimiter, cuts));
    counts.push_back(static_cast<int64_t>(all.back().size()));
    most = std::max(most, all.back().size());
  }
  Shape shape = x.shape();
  shape.push_back(static_cast<int64_t>(most));
  constexpr int64_t maxParts = int64_t(1) << 28;
  auto size = elementCount(shape);
  if (!size || *size > maxParts)
    return context.error() << "parts of " << str(shape) << " take too much memory";
  Parts parts;
  for (Parts &some : all) {
    some.resize(most);
    std::move(some.begin(), some.end(), std::back_inserter(parts));
  }
  context.out() = Tensor::strings(shape, std::move(parts));
  if (context.hasResult(1))
    context.out(1) = Tensor::of(x.shape(), counts);
  return success();
}

OpDef defineStringSplit() {
  return OpDef("string_split")
      .summary("Strings cut at a delimiter.")
      .operand("X")
      .dtypes(DType::String)
      .results(1, 2)
      .attrs<StringSplitAttrs>()
      .infer(inferStringSplit)
      .reference(evalStringSplit)
      .onnx("StringSplit", 20);
}

} // namespace fixcon
