// Slices by their positions. Axes of batches go along with those of the positions.
#include "Rules/Support/ConstantOperand.h"

#include <algorithm>

namespace fixcon {

LogicalResult ruleTFLiteGather(Op &op, RuleBuilder &b) {
  if (op.type() == "EMBEDDING_LOOKUP")
    return b.becomes("gather", {b.in(1), b.in(0)});
  int64_t axis = b.take<int64_t>("axis", 0), batches = b.take<int64_t>("batch_dims", 0);
  auto rank = knownRank(b, 0), places = knownRank(b, 1);
  if (!rank || !places)
    return failure();
  axis += axis < 0 ? *rank : 0;
  batches += batches < 0 ? *places : 0;
  if (batches == 0)
    return b.becomes("gather", {b.in(0), b.in(1)}, attrsOf({{"axis", axis}}));
  if (axis < batches || axis >= *rank || batches > *places)
    return b.error() << "there are no " << batches << " axes of batches in front of axis " << axis;
  // The axis goes behind those of the batches, and what lay between goes behind the positions.
  Attribute::Ints there = firstAxes(*rank), back;
  there.erase(there.begin() + axis);
  there.insert(there.begin() + batches, axis);
  Value *data =
      axis == batches ? b.in(0) : b.value("transpose", {b.in(0)}, attrsOf({{"perm", there}}));
  Value *tuples = b.value("unsqueeze", {b.in(1), b.ints({*places})});
  Value *y = b.value("gather_nd", {data, tuples}, attrsOf({{"batch_dims", batches}}));
  if (axis != batches) {
    int64_t between = axis - batches, own = *places - batches;
    back = firstAxes(*rank - 1 + own);
    std::rotate(back.begin() + batches, back.begin() + batches + own,
                back.begin() + batches + own + between);
    y = b.value("transpose", {y}, attrsOf({{"perm", back}}));
  }
  b.result(0, y);
  return success();
}

} // namespace fixcon
