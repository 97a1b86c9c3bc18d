// Real numbers as kernels round them that multiply them with integers (hybrid operators): each row to the 256 numbers of a grid
// over its own range. Symmetric grids reach as far below zero as above it, others from the least to the greatest number.
#include "RowGrid.h"

#include "Definition/Axis.h"

#include "fixcon/Ops/EvalContext.h"
#include "fixcon/Ops/InferContext.h"
#include "fixcon/Ops/OpDef.h"

namespace fixcon {

namespace {
struct RoundedRowsAttrs {
  int64_t axis = -1; ///< along which a row lies
  int64_t length =
      0; ///< of a row of elements in their order, in place of an axis; -1: all of one index of the first axis
  bool symmetric = true;
  template <class V> void visit(V &v) {
    v("axis", axis);
    v("length", length);
    v("symmetric", symmetric);
  }
};
} // namespace

static LogicalResult inferRoundedRows(InferContext &context) {
  context.setResult(0, context.type(0));
  return success();
}

static LogicalResult evalRoundedRows(EvalContext &context) {
  auto attrs = context.attrs<RoundedRowsAttrs>();
  const Tensor &x = context.in(0);
  auto from = x.data<double>();
  auto to = context.out().mutableData<double>();
  int64_t length = attrs.length, stride = 1;
  if (length < 0)
    length = x.rank() && x.shape()[0] ? x.size() / x.shape()[0] : x.size();
  if (length == 0 && x.rank() > 0) {
    auto axis = resolveAxis(attrs.axis, x.rank());
    if (!axis)
      return context.error() << "axis " << attrs.axis << " is none";
    AxisSplit split(x.shape(), *axis);
    length = split.size;
    stride = split.inner;
  }
  if (length <= 0 || x.size() % length)
    return x.size() == 0 ? success()
                         : LogicalResult(context.error() << "no rows of " << length << " elements");
  std::vector<double> row(static_cast<size_t>(length));
  for (int64_t i = 0; i < x.size() / length; ++i) {
    int64_t begin = i / stride * stride * length + i % stride;
    for (int64_t k = 0; k < length; ++k)
      row[static_cast<size_t>(k)] = from[static_cast<size_t>(begin + k * stride)];
    roundRow(row, attrs.symmetric);
    for (int64_t k = 0; k < length; ++k)
      to[static_cast<size_t>(begin + k * stride)] = row[static_cast<size_t>(k)];
  }
  return success();
}

OpDef defineRoundedRows() {
  return OpDef("rounded_rows")
      .summary("Each row rounded to bytes by its own range.")
      .operand("meant")
      .axis("axis")
      .attrs<RoundedRowsAttrs>()
      .infer(inferRoundedRows)
      .reference(evalRoundedRows);
}

} // namespace fixcon
