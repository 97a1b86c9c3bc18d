// Reductions of something else than the elements, by what they are made of.
#include "fixcon/Spelling/SpellingBuilder.h"

namespace fixcon {

void spellTFLiteReduceSquares(SpellingBuilder &b) {
  const std::string &name = b.def().name();
  bool logs = name == "reduce_log_sum" || name == "reduce_log_sum_exp";
  Value *terms = name == "reduce_l1"            ? b.core("abs", {b.in(0)})
                 : name == "reduce_log_sum"     ? b.in(0).value
                 : name == "reduce_log_sum_exp" ? b.core("exp", {b.in(0)})
                                                : b.core("mul", {b.in(0), b.in(0)});
  Value *sum = b.core("reduce_sum", {terms ? SpellingOperand(terms) : b.in(0), b.in(1)}, b.attrs());
  if (name == "reduce_l2")
    sum = b.core("sqrt", {sum});
  b.result(0, logs ? b.core("log", {sum}) : sum);
}

} // namespace fixcon
