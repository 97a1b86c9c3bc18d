// slope * x below 0, x elsewhere. The slope repeats to the shape of x, never the other way round.
#include "Elementwise.h"

namespace fixcon {
namespace {

LogicalResult inferPRelu(InferContext &context) {
  if (failed(inferBroadcast(context, context.type(0).dtype())))
    return failure();
  if (!context.isRanked(0) || !context.isRanked(1))
    return success();
  const Type &x = context.type(0), &result = context.results()[0];
  bool grown = result.rank() != x.rank();
  for (size_t i = 0; !grown && i < x.rank(); ++i)
    grown = x.dim(i).isStatic() && x.dim(i) != result.dim(i);
  if (grown) // c4
    return context.error("prelu_c4")
           << "slope " << context.type(1).str() << " is larger than " << x.str();
  context.setResult(0, x);
  return success();
}

Scalar formula(std::span<const Scalar> args, const Op &) {
  return select(args[0] < 0, args[0] * args[1], args[0]);
}

} // namespace

OpDef definePRelu() {
  return OpDef("prelu")
      .summary("A line with a learned slope below 0.")
      .operand("X")
      .operand("slope", Role::Weight)
      .infer(inferPRelu)
      .formula(formula)
      .onnx("PRelu", 7);
}

} // namespace fixcon
