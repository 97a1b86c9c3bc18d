// Bounds that a rectifier has in its name are that rectifier; others the larger and the smaller of two.
#include "Elementwise.h"

#include <limits>

namespace fixcon {

void spellTFLiteClip(SpellingBuilder &b) {
  auto low = b.constant(1), high = b.constant(2);
  bool bounded = (low || b.in(1).isAbsent()) && (high || b.in(2).isAbsent());
  constexpr double infinity = std::numeric_limits<double>::infinity();
  auto bound = [](const std::optional<Tensor> &t, double open) {
    bool isOpen =
        !t || t->size() != 1 || std::abs(t->toDouble(0)) >= std::numeric_limits<float>::max();
    return isOpen ? open : t->toDouble(0);
  };
  double from = bound(low, -infinity), to = bound(high, infinity);
  bool isFloats = b.type(0).isTensor() && b.type(0).dtype() == DType::F32;
  const char *named = from == 0 && to == infinity ? "RELU"
                      : from == 0 && to == 6      ? "RELU6"
                      : from == -1 && to == 1     ? "RELU_N1_TO_1"
                                                  : nullptr;
  if (bounded && isFloats && named)
    return b.result(0, spellElementwise(b, named, {b.in(0)}, {}, b.resultType(0)));
  SpellingOperand y = b.in(0);
  if (!b.in(1).isAbsent() && !(bounded && from == -infinity))
    y = b.core("max", {y, b.in(1)});
  if (!b.in(2).isAbsent() && !(bounded && to == infinity))
    y = b.core("min", {y, b.in(2)});
  b.result(0, y.value == b.in(0).value ? b.core("identity", {y}) : y.value);
}

} // namespace fixcon
