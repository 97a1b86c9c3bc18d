// The frame of softmax and its relatives.
#include "Softmax.h"

#include "fixcon/Ops/EvalContext.h"

namespace fixcon {

LogicalResult inferLine(InferContext &context, const std::string &label, int64_t axis) {
  const Type &x = context.type(0);
  size_t rank = x.isRanked() ? std::max<size_t>(x.rank(), 1) : 0;
  if (x.isRanked() && !resolveAxis(axis, rank))
    return context.error(label + "_c1") << "axis " << axis << " is not an axis of " << x.str();
  context.setResult(0, x);
  return success();
}

OpDef lineOp(const std::string &name, const std::string &summary, void (*map)(const Line &)) {
  OpDef def(name);
  def.summary(summary)
      .operand("input")
      .alongAxis("axis")
      .attrs<LineAttrs>()
      .infer([name](InferContext &context) {
        return inferLine(context, name, context.attrs<LineAttrs>().axis);
      })
      .reference([map](EvalContext &context) {
        forEachLine(context.in(0), context.out(), context.attrs<LineAttrs>().axis, map);
        return success();
      });
  return def;
}

} // namespace fixcon
