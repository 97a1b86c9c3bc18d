// Sums of products by Einstein's convention: "ij,jk->ik" names the axes of each operand and of the
// result; an axis that the result does not have is summed over. "..." stands for axes that
// broadcast. Without "->" the result has the axes of the ellipsis, then every letter that occurs
// once, in alphabetical order.
#include "Definition/Axis.h"
#include "EinsumEquation.h"

#include "fixcon/Ops/EvalContext.h"
#include "fixcon/Ops/InferContext.h"
#include "fixcon/Ops/OpDef.h"
#include "fixcon/Support/Stop.h"

#include <algorithm>

namespace fixcon {

namespace {
struct EinsumAttrs {
  std::string equation;
  template <class V> void visit(V &v) { v("equation", equation); }
};
} // namespace

static LogicalResult inferEinsum(InferContext &context) {
  std::vector<size_t> ranks;
  DType dtype = context.type(0).dtype();
  context.setResult(0, Type::unranked(dtype));
  for (unsigned i = 0; i < context.numOperands(); ++i) {
    if (!context.isRanked(i))
      return success();
    ranks.push_back(context.type(i).rank());
  }
  auto equation = EinsumEquation::parse(context.attrs<EinsumAttrs>().equation, ranks);
  if (!equation)
    return context.error("einsum_c1")
           << "'" << context.attrs<EinsumAttrs>().equation << "' does not fit the operands";
  std::vector<Dim> extents(equation->axes, Dim(1));
  for (unsigned i = 0; i < context.numOperands(); ++i)
    for (size_t d = 0; d < ranks[i]; ++d) {
      Dim &known = extents[equation->operands[i][d]];
      const Dim &dim = context.type(i).dim(d);
      if (known == Dim(1))
        known = dim;
      else if (dim != Dim(1) && clash(known, dim))
        return context.error("einsum_c2")
               << "one axis has " << known.str() << " and " << dim.str() << " elements";
      else if (!known.isStatic() && dim.isStatic() && dim != Dim(1))
        known = dim;
    }
  Dims dims;
  for (size_t axis : equation->result)
    dims.push_back(extents[axis]);
  context.setResult(0, Type::tensor(dtype, dims));
  return success();
}

namespace {

/// One operand as the loops read it: an offset and a step for every axis.
struct Walk {
  Tensor values;
  std::vector<int64_t> steps;
  int64_t offset = 0;
};

/// The loops: the result's axes outside, those that are summed over inside.
struct Loops {
  std::vector<int64_t> extents; ///< of every axis
  std::vector<size_t> summed;
  std::vector<Walk> operands;
  StopCheck stop;

  void move(size_t axis, int64_t count) {
    for (Walk &walk : operands)
      walk.offset += count * walk.steps[axis];
  }
  double product() const {
    double value = 1;
    for (const Walk &walk : operands)
      value *= walk.values.data<double>()[static_cast<size_t>(walk.offset)];
    return value;
  }
  /// Steps to the next index of `axes`; false (and back at the first) behind the last.
  bool next(const std::vector<size_t> &axes, std::vector<int64_t> &index) {
    for (size_t i = axes.size(); i-- > 0;) {
      move(axes[i], 1);
      if (++index[i] < extents[axes[i]])
        return true;
      move(axes[i], -index[i]);
      index[i] = 0;
    }
    return false;
  }
  double sum() {
    for (size_t axis : summed)
      if (extents[axis] == 0)
        return 0;
    double total = 0;
    std::vector<int64_t> index(summed.size(), 0);
    do {
      total += product();
      stop.after(static_cast<int64_t>(operands.size()));
    } while (next(summed, index));
    return total;
  }
};

} // namespace

static Loops loopsOf(const EvalContext &context, const EinsumEquation &equation) {
  Loops loops;
  loops.extents.assign(equation.axes, 1);
  for (unsigned i = 0; i < context.numOperands(); ++i) {
    const Tensor &operand = context.in(i);
    Walk walk{operand.converted(DType::F64), std::vector<int64_t>(equation.axes, 0)};
    Shape strides = stridesOf(operand.shape());
    for (size_t d = 0; d < operand.rank(); ++d) {
      size_t axis = equation.operands[i][d];
      if (operand.shape()[d] == 1)
        continue;
      loops.extents[axis] = operand.shape()[d];
      walk.steps[axis] += strides[d];
    }
    loops.operands.push_back(std::move(walk));
  }
  for (size_t axis = 0; axis < equation.axes; ++axis)
    if (std::find(equation.result.begin(), equation.result.end(), axis) == equation.result.end())
      loops.summed.push_back(axis);
  return loops;
}

static LogicalResult evalEinsum(EvalContext &context) {
  std::vector<size_t> ranks;
  for (unsigned i = 0; i < context.numOperands(); ++i)
    ranks.push_back(context.in(i).rank());
  auto equation = EinsumEquation::parse(context.attrs<EinsumAttrs>().equation, ranks);
  DType dtype = context.out().dtype();
  if (dtype != DType::F64 && byteSize(dtype) > 4)
    return context.error() << "sums of " << name(dtype) << " are not exact here";
  Loops loops = loopsOf(context, *equation);
  Tensor result(DType::F64, context.out().shape());
  std::vector<int64_t> index(equation->result.size(), 0);
  for (double &element : result.mutableData<double>()) {
    element = loops.sum();
    loops.next(equation->result, index);
  }
  context.out() = result.converted(dtype);
  return success();
}

OpDef defineEinsum() {
  return OpDef("einsum")
      .summary("Sums of products by Einstein's convention.")
      .variadic("Inputs")
      .dtypes(numberTypes)
      .attrs<EinsumAttrs>()
      .infer(inferEinsum)
      .reference(evalEinsum)
      .onnx("Einsum", 12);
}

} // namespace fixcon
