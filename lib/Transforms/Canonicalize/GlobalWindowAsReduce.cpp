// average_pool %x : [n, c, 7, 7] {kernel_shape = [7, 7]}   ->   reduce_mean(%x, [2, 3])
//
// where one window covers the input exactly, without padding and dilation.
#include "fixcon/Transforms/Rewrite.h"

namespace fixcon {

bool canonicalizeGlobalWindowAsReduce(Op &op) {
  auto shape = staticShape(op.operand(0)), result = staticShape(op.result());
  const auto *kernel = op.attr<Attribute::Ints>("kernel_shape"),
             *pads = op.attr<Attribute::Ints>("pads");
  if (!shape || !result || !kernel || !pads || kernel->size() + 2 != shape->size() ||
      op.numResults() != 1 || op.attrs().find("auto_pad"))
    return false;
  std::vector<int64_t> axes;
  for (size_t i = 0; i < kernel->size(); ++i) {
    if ((*kernel)[i] != (*shape)[i + 2] || (*result)[i + 2] != 1)
      return false;
    axes.push_back(static_cast<int64_t>(i) + 2);
  }
  if (!everyIs(op, "pads", 0) || !everyIs(op, "dilations", 1))
    return false;
  Rewriter b(op);
  return b.replaceRoot(
      b.value(std::string(traitsOf(op).window->reduction), {op.operand(0), b.ints(axes)}));
}

} // namespace fixcon
