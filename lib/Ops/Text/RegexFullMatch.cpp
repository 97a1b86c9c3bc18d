// Which strings a regular expression matches as a whole. The standard names RE2's syntax, and RE2
// itself matches: in time linear in the text, within the memory that the options allow. A pattern
// that does not compile within it is refused; a text that would need more is matched by a slower
// automaton, with the same answer.
#include "fixcon/Ops/EvalContext.h"
#include "fixcon/Ops/InferContext.h"
#include "fixcon/Ops/OpDef.h"

#include <re2/re2.h>

namespace fixcon {

namespace {
struct RegexFullMatchAttrs {
  std::string pattern;
  template <class V> void visit(V &v) { v("pattern", pattern); }
};
} // namespace

/// Patterns and texts are UTF-8, and what is wrong is ours to report.
static RE2::Options quietOptions() {
  RE2::Options options(RE2::Quiet);
  options.set_encoding(RE2::Options::EncodingUTF8);
  options.set_never_capture(true);
  options.set_max_mem(int64_t(8) << 20);
  return options;
}

static LogicalResult inferRegexFullMatch(InferContext &context) {
  const Type &x = context.type(0);
  RE2 regex(context.attrs<RegexFullMatchAttrs>().pattern, quietOptions());
  if (!regex.ok())
    return context.error("regex_full_match_c2")
           << "the pattern is not understood: " << regex.error();
  context.setResult(0, x.isRanked() ? Type::tensor(DType::Bool, x.dims())
                                    : Type::unranked(DType::Bool));
  return success();
}

static LogicalResult evalRegexFullMatch(EvalContext &context) {
  RE2 regex(context.attrs<RegexFullMatchAttrs>().pattern, quietOptions());
  if (!regex.ok())
    return context.error("regex_full_match_c2") << regex.error();
  auto to = context.out().mutableData<bool>();
  for (size_t i = 0; i < to.size(); ++i)
    to[i] = RE2::FullMatch(context.in(0).strings()[i], regex);
  return success();
}

OpDef defineRegexFullMatch() {
  return OpDef("regex_full_match")
      .summary("Which strings a regular expression matches as a whole.")
      .operand("X")
      .dtypes(DType::String)
      .attrs<RegexFullMatchAttrs>()
      .infer(inferRegexFullMatch)
      .reference(evalRegexFullMatch)
      .onnx("RegexFullMatch", 20);
}

} // namespace fixcon
