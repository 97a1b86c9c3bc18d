// True where x is infinite; each sign may be left out.
#include "fixcon/Ops/OpDef.h"

#include <limits>

namespace fixcon {
namespace {

struct IsInfAttrs {
  int64_t detect_negative = 1;
  int64_t detect_positive = 1;

  template <class V> void visit(V &v) {
    v("detect_negative", detect_negative);
    v("detect_positive", detect_positive);
  }
};

Scalar formula(std::span<const Scalar> args, const Op &op) {
  auto attrs = readAttrs<IsInfAttrs>(op);
  constexpr double infinity = std::numeric_limits<double>::infinity();
  if (attrs.detect_positive && attrs.detect_negative)
    return Scalar::make(Scalar::Kind::IsInf, {args[0]});
  if (!attrs.detect_positive && !attrs.detect_negative)
    return equal(args[0], args[0]) * 0;
  return equal(args[0], attrs.detect_positive ? infinity : -infinity);
}

} // namespace

OpDef defineIsInf() {
  return OpDef("is_inf")
      .summary("True where x is infinite.")
      .operand("X")
      .attrs<IsInfAttrs>()
      .resultDType(DType::Bool)
      .formula(formula)
      .onnx("IsInf", 10);
}

} // namespace fixcon
