// CDist: the distances of each row of one matrix to each row of another, or their squares.
//
//   com.microsoft.CDist %a, %b
//   ->  sqrt(reduce_sum(square of (%a [n, 1, d] - %b [1, m, d]), last axis))
#include "fixcon/Transforms/RuleBuilder.h"

namespace fixcon {

LogicalResult ruleMicrosoftCDist(Op &, RuleBuilder &b) {
  if (failed(b.needs({0, 1})))
    return failure();
  std::string metric = b.take<std::string>("metric", "sqeuclidean");
  if (metric != "euclidean" && metric != "sqeuclidean")
    return b.error() << "metric '" << metric << "' is not known";
  if (b.rank(0) != 2 || b.rank(1) != 2)
    return b.error() << "the operands are not known to be matrices";
  Value *rows = b.value("unsqueeze", {b.in(0), b.ints({1})});
  Value *columns = b.value("unsqueeze", {b.in(1), b.ints({0})});
  Value *difference = b.value("sub", {rows, columns});
  Value *sum = b.value("reduce_sum", {b.value("mul", {difference, difference}), b.ints({2})},
                       attrsOf({{"keepdims", int64_t(0)}}));
  b.result(0, metric == "euclidean" ? b.value("sqrt", {sum}) : sum);
  return success();
}

} // namespace fixcon
