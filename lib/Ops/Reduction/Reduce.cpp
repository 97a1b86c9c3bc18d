// Reductions over axes given by an operand; no operand, or an empty one, means all axes unless
// noop_with_empty_axes asks for none.
#include "Reduce.h"

#include "fixcon/Support/Require.h"
#include "fixcon/Support/Stop.h"

#include "Definition/Axis.h"

#include <algorithm>
#include <cmath>

namespace fixcon {

/// The axes as marks; nullopt if they are wrong.
static std::optional<std::vector<bool>> marks(const ReduceAttrs &attrs, const Tensor *axes,
                                              size_t rank) {
  if (axes && axes->size() > 0)
    return markAxes(axes->toInts(), rank);
  return std::vector<bool>(rank, attrs.noopWithEmptyAxes == 0);
}

LogicalResult inferReduce(InferContext &context, const std::string &label) {
  auto attrs = context.attrs<ReduceAttrs>();
  const Type &x = context.type(0);
  context.setResult(0, Type::unranked(x.dtype()));
  bool known = x.isRanked() && (!context.has(1) || context.value(1));
  if (!known) {
    if (x.isRanked() && attrs.keepdims)
      context.setResult(0, Type::tensor(x.dtype(), Dims(x.rank())));
    return success();
  }
  auto reduced = marks(attrs, context.value(1), x.rank());
  if (!reduced)
    return context.error(label + "_c2") << "axes outside of " << x.str() << " or named twice";
  Dims dims;
  for (size_t i = 0; i < x.rank(); ++i)
    if (!(*reduced)[i])
      dims.push_back(x.dim(i));
    else if (attrs.keepdims)
      dims.push_back(1);
  context.setResult(0, Type::tensor(x.dtype(), dims));
  return success();
}

/// Appends to each offset every position of an axis.
static void spread(std::vector<int64_t> &offsets, int64_t size, int64_t stride) {
  std::vector<int64_t> next;
  next.reserve(offsets.size() * static_cast<size_t>(size));
  for (int64_t offset : offsets)
    for (int64_t i = 0; i < size; ++i)
      next.push_back(offset + i * stride);
  offsets = std::move(next);
}

ReduceOffsets::ReduceOffsets(const Shape &shape, const std::vector<bool> &reduced)
    : starts{0}, steps{0} {
  Shape strides = stridesOf(shape);
  // An empty result or an empty sum must not build the offsets of the other dims first.
  for (size_t i = 0; i < shape.size(); ++i)
    if (shape[i] == 0)
      (reduced[i] ? steps : starts).clear();
  for (size_t i = 0; i < shape.size(); ++i)
    spread(reduced[i] ? steps : starts, shape[i], strides[i]);
}

std::vector<bool> reducedAxes(const EvalContext &context) {
  auto attrs = context.attrs<ReduceAttrs>();
  const Tensor *axes = context.has(1) ? &context.in(1) : nullptr;
  auto reduced = marks(attrs, axes, context.in(0).rank());
  require(reduced.has_value(), "axes that the shape rule has not checked");
  return *reduced;
}

OpDef reduceForm(const std::string &name, const std::string &summary) {
  OpDef def(name);
  def.summary(summary)
      .operand("data")
      .optional("axes", Role::Shape)
      .dtypes(realTypes, {"data"})
      .reduces()
      .attrs<ReduceAttrs>()
      .infer([name](InferContext &context) { return inferReduce(context, name); });
  return def;
}

/// Floats are; so are integers up to 2^53.
static bool isExactInDoubles(const Tensor &x, const Tensor &doubles) {
  return isFloat(x.dtype()) || byteSize(x.dtype()) <= 4 ||
         std::ranges::all_of(doubles.data<double>(),
                             [](double v) { return std::fabs(v) <= 0x1p53; });
}

static LogicalResult evalReduce(EvalContext &context, double (*reduce)(const ReduceElements &)) {
  const Tensor &x = context.in(0);
  Tensor from = x.converted(DType::F64);
  if (!isExactInDoubles(x, from))
    return context.error()
           << "an element is beyond 2^53, which this reduction does not hold exactly";
  ReduceOffsets offsets(x.shape(), reducedAxes(context));
  Tensor to(DType::F64, context.out().shape());
  auto results = to.mutableData<double>();
  StopCheck stop;
  for (size_t i = 0; i < results.size(); ++i) {
    results[i] = reduce({from.data<double>().data() + offsets.starts[i], offsets.steps.data(),
                         static_cast<int64_t>(offsets.steps.size())});
    stop.after(static_cast<int64_t>(offsets.steps.size()));
  }
  context.out() = to.converted(context.out().dtype());
  return success();
}

OpDef reduceOp(const std::string &name, const std::string &summary,
               double (*reduce)(const ReduceElements &)) {
  return std::move(reduceForm(name, summary).reference([reduce](EvalContext &context) {
    return evalReduce(context, reduce);
  }));
}

} // namespace fixcon
