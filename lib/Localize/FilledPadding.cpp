// A converter that writes the padding of a window as an op of its own may fill in another number:
//
//   MaxPool {pads = [1,1,1,1]}    and    Pad {by 0 where -inf never wins}, MaxPool
//
// The amounts of both then are those of the partner, and the number alone is at fault.
#include "fixcon/Localize/FilledPadding.h"

#include "fixcon/IR/Value.h"
#include "fixcon/Ops/OpDef.h"
#include "fixcon/Tensor/Metrics.h"

#include <limits>

namespace fixcon {

/// The number of a pad in constant mode.
static std::optional<double> filledIn(const Op &pad) {
  const std::string *mode = opDef(pad)->effective(pad, "mode").get<std::string>();
  const Value *number = pad.operand(2);
  if ((mode && *mode != "constant") || (number && !number->isWeight()))
    return std::nullopt;
  return number ? number->tensor().toDouble(0) : 0;
}

/// Whether the pad adds to the amounts of a window, of its axes alone, what is missing of those wanted.
static bool completes(const Op &pad, const Attribute::Ints &own, const Attribute::Ints &wanted) {
  std::vector<int64_t> amounts = pad.operand(1)->tensor().toInts();
  size_t spatial = own.size() / 2;
  bool complete = wanted.size() == own.size() && amounts.size() == own.size() + 4;
  for (size_t i = 0; complete && i < amounts.size(); ++i) {
    size_t side = i / (spatial + 2), axis = i % (spatial + 2), at = side * spatial + axis - 2;
    complete =
        amounts[i] >= 0 &&
        (axis < 2 ? amounts[i] == 0 : own[at] <= wanted[at] && amounts[i] == wanted[at] - own[at]);
  }
  return complete;
}

std::optional<FilledPadding> filledPadding(const Op &target, const Op &source) {
  const OpDef *def = opDef(target);
  const Op *pad = target.operand(0) ? target.operand(0)->definingOp() : nullptr;
  const auto &window = def ? def->traits().window : std::nullopt;
  if (!window || window->onResult || target.name() != source.name() || !pad ||
      pad->name() != "pad" || pad->operand(3) || !pad->operand(1)->isWeight())
    return std::nullopt;
  const auto *wanted = source.attr<Attribute::Ints>(window->pads),
             *own = target.attr<Attribute::Ints>(window->pads);
  auto number = filledIn(*pad);
  if (!wanted || !own || !number || !completes(*pad, *own, *wanted))
    return std::nullopt;
  double neutral = window->reduction == "reduce_max" ? std::numeric_limits<float>::lowest() : 0;
  if (*number == neutral)
    return std::nullopt;
  return FilledPadding{pad, *number, neutral};
}

} // namespace fixcon
