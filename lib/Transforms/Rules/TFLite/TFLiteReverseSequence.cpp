// The core op reverses axis 0 or 1 against the other; axes that lie elsewhere are moved there and back.
#include "Rules/Support/ConstantOperand.h"

namespace fixcon {

LogicalResult ruleTFLiteReverseSequence(Op &, RuleBuilder &b) {
  int64_t time = b.take<int64_t>("seq_dim", 0), batch = b.take<int64_t>("batch_dim", 0);
  auto rank = knownRank(b, 0);
  if (!rank || time < 0 || time >= *rank || batch < 0 || batch >= *rank || time == batch)
    return b.error() << "its axes are not two of the operand's";
  Attribute::Ints there = {batch, time};
  for (int64_t axis : firstAxes(*rank))
    if (axis != time && axis != batch)
      there.push_back(axis);
  Attribute::Ints back(there.size());
  for (size_t i = 0; i < there.size(); ++i)
    back[static_cast<size_t>(there[i])] = static_cast<int64_t>(i);
  Value *x = b.value("transpose", {b.in(0)}, attrsOf({{"perm", there}}));
  Value *lengths = b.cast(b.in(1), DType::I64);
  Value *y =
      b.value("reverse_sequence", {x, lengths}, attrsOf({{"batch_axis", 0}, {"time_axis", 1}}));
  b.result(0, b.value("transpose", {y}, attrsOf({{"perm", back}})));
  return success();
}

} // namespace fixcon
