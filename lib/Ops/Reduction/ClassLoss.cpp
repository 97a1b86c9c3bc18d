// The reduction "mean" divides by the sum of the weights that took part.
#include "ClassLoss.h"

#include "Definition/Axis.h"

namespace fixcon {

LogicalResult inferClassLoss(InferContext &context, const std::string &label) {
  auto attrs = context.attrs<ClassLossAttrs>();
  const std::string &reduction = attrs.reduction;
  if (reduction != "none" && reduction != "sum" && reduction != "mean")
    return context.error(label + "_c1") << "unknown reduction '" << reduction << "'";
  const Type &x = context.type(0), &target = context.type(1);
  bool reduced = reduction != "none";
  context.setResult(0, reduced ? Type::tensor(x.dtype(), Dims{}) : Type::unranked(x.dtype()));
  if (!x.isRanked() || !target.isRanked())
    return success();
  bool fits = x.rank() >= 2 && target.rank() + 1 == x.rank();
  for (size_t i = 0; fits && i < target.rank(); ++i)
    fits = !clash(target.dim(i), x.dim(i ? i + 1 : 0));
  if (!fits)
    return context.error(label + "_c3") << "targets " << target.str() << " for " << x.str();
  if (context.isRanked(2) &&
      (context.type(2).rank() != 1 || clash(context.type(2).dim(0), x.dim(1))))
    return context.error(label + "_c4")
           << "weights " << context.type(2).str() << " for " << x.str();
  if (!reduced)
    context.setResult(0, Type::tensor(x.dtype(), target.dims()));
  return success();
}

LogicalResult evalClassLoss(EvalContext &context, const Tensor &logProbabilities) {
  auto attrs = context.attrs<ClassLossAttrs>();
  const Tensor &target = context.in(1);
  AxisSplit split(logProbabilities.shape(), 1);
  auto values = logProbabilities.data<double>();
  std::vector<double> losses(static_cast<size_t>(target.size()), 0);
  double sum = 0, weights = 0;
  for (int64_t i = 0; i < target.size(); ++i) {
    int64_t chosen = target.toInt(i);
    if (attrs.ignoreIndex && chosen == *attrs.ignoreIndex)
      continue;
    if (chosen < 0 || chosen >= split.size)
      return context.error() << "target " << chosen << " is not one of " << split.size
                             << " classes";
    double weight = context.has(2) ? context.in(2).toDouble(chosen) : 1;
    int64_t n = i / split.inner, position = i % split.inner;
    double loss =
        -weight * values[static_cast<size_t>((n * split.size + chosen) * split.inner + position)];
    losses[static_cast<size_t>(i)] = loss;
    sum += loss;
    weights += weight;
  }
  if (attrs.reduction == "none")
    context.out() = Tensor::of(target.shape(), losses);
  else
    context.out() = Tensor::scalar(attrs.reduction == "sum" ? sum : sum / weights);
  return success();
}

} // namespace fixcon
