// Which strings a regular expression matches as a whole.
#include "Regex.h"

#include "fixcon/Ops/OpDef.h"

namespace fixcon {

namespace {
struct RegexFullMatchAttrs {
  std::string pattern;
  template <class V> void visit(V &v) { v("pattern", pattern); }
};
} // namespace

static LogicalResult inferRegexFullMatch(InferContext &context) {
  const Type &x = context.type(0);
  if (!x.isTensor() || x.dtype() != DType::String)
    return context.error("regex_full_match_c1") << "the operand has type " << x.str();
  std::string problem;
  if (!Regex::compile(context.attrs<RegexFullMatchAttrs>().pattern, problem))
    return context.error("regex_full_match_c2") << "the pattern is not understood: " << problem;
  context.setResult(0, x.isRanked() ? Type::tensor(DType::Bool, x.dims())
                                    : Type::unranked(DType::Bool));
  return success();
}

static LogicalResult evalRegexFullMatch(EvalContext &context) {
  std::string problem;
  auto regex = Regex::compile(context.attrs<RegexFullMatchAttrs>().pattern, problem);
  if (!regex)
    return context.error("regex_full_match_c2") << problem;
  auto to = context.out().mutableData<bool>();
  for (size_t i = 0; i < to.size(); ++i)
    to[i] = regex->matches(context.in(0).strings()[i]);
  return success();
}

OpDef defineRegexFullMatch() {
  return OpDef("regex_full_match")
      .summary("Which strings a regular expression matches as a whole.")
      .operand("X")
      .attrs<RegexFullMatchAttrs>()
      .infer(inferRegexFullMatch)
      .reference(evalRegexFullMatch)
      .onnx("RegexFullMatch", 20);
}

} // namespace fixcon
