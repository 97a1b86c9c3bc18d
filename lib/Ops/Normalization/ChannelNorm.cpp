// Checks of per-channel parameters.
#include "ChannelNorm.h"

#include "Definition/Axis.h"

namespace fixcon {

LogicalResult inferChannelNorm(InferContext &context, const std::string &label, unsigned last) {
  const Type &x = context.type(0);
  context.setResult(0, x);
  if (!x.isRanked())
    return success();
  if (x.rank() < 2)
    return context.error(label + "_c1") << x.str() << " has no batch and channel";
  for (unsigned i = 1; i <= last; ++i) {
    const Type &parameter = context.type(i);
    if (parameter.isRanked() && (parameter.rank() != 1 || clash(parameter.dim(0), x.dim(1))))
      return context.error(label + "_c2")
             << "operand " << i << " is " << parameter.str() << ", one entry for each channel of "
             << x.str() << " is needed";
  }
  return success();
}

} // namespace fixcon
