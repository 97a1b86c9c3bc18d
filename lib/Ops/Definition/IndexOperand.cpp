// A map that moves by positions needs them as numbers, so it exists only where they are known: a
// constant before the run, any operand during it. positionOf() is Horner's rule over the dims.
#include "IndexOperand.h"

namespace fixcon {

FailureOr<std::vector<int64_t>> positions(InferContext &context, unsigned i, int64_t dim) {
  const std::string &op = context.op().name();
  auto values = knownInts(context, i);
  if (!values)
    return context.error(op + "_c0") << "the positions in operand " << i << " are not known";
  for (int64_t &at : *values) {
    auto resolved = resolvePosition(at, dim);
    if (!resolved) // c9
      return context.error(op + "_c9") << "position " << at << " of " << dim << " elements";
    at = *resolved;
  }
  return std::move(*values);
}

IndexExpr positionOf(const Shape &shape, unsigned first) {
  IndexExpr at;
  for (unsigned i = 0; i < shape.size(); ++i)
    at = at * IndexExpr(shape[i]) + IndexExpr::dim(first + i);
  return at;
}

} // namespace fixcon
