// x * tanh(softplus(x)), x * tanh(log(exp(x) + 1))   ->   mish(x)
//
// Where exp overflows, tanh of infinity is 1, as it is of softplus there: the product is x in both.
// Without the tanh around it the logarithm is no softplus, which stays finite.
#include "Canonicalize/Support/Terms.h"

namespace fixcon {

/// The x of softplus(x), spelt out or not.
static const Value *softplusOf(const Value *value) {
  if (const Op *softplus = producer(value, "softplus"))
    return softplus->operand(0);
  const Op *log = producer(value, "log");
  const Op *sum = log ? producer(log->operand(0), "add") : nullptr;
  const Op *exp = sum ? producer(sum->operand(0), "exp") : nullptr;
  bool spelt = exp && constantScalar(sum->operand(1)) == 1.0 &&
               log->result()->type() == exp->operand(0)->type();
  return spelt ? exp->operand(0) : nullptr;
}

bool canonicalizeMishForm(Op &op) {
  for (const Gated &gated : gatesOf(op.result())) {
    const Op *tanh = producer(gated.gate, "tanh");
    if (!tanh || softplusOf(tanh->operand(0)) != gated.x || gated.coefficient != 1)
      continue;
    Rewriter b(op, opsBetween(gated.x, op));
    return b.replaceRoot(b.value("mish", {gated.x}));
  }
  return false;
}

} // namespace fixcon
