// Which constant became which attribute no rewrite records; the number tells it, and the proof of an edit
// makes it sure.
#include "fixcon/Localize/SpelledConstants.h"

#include "fixcon/Align/NormalPair.h"
#include "fixcon/Spelling/FaithfulConstant.h"

namespace fixcon {

std::vector<Use> spelledConstants(const Op &core, const Attribute &value, const Graph &faithful) {
  const double *number = value.get<double>();
  std::vector<Use> found;
  if (!number)
    return found;
  for (Op *op : faithfulOps(core, faithful))
    for (unsigned i = 0; i < op->numOperands(); ++i) {
      auto constant = op->operand(i) ? FaithfulConstant::of(op->operand(i)) : std::nullopt;
      if (constant && isFloat(constant->real().dtype()) && constant->real().size() == 1 &&
          roundTo(DType::F32, constant->real().toDouble(0)) == roundTo(DType::F32, *number))
        found.push_back({op, nullptr, i});
    }
  return found;
}

} // namespace fixcon
