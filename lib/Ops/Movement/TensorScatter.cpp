// A cache of sequences with an update written into each: along `axis`, from the sample's write
// index on. In circular mode what passes the end goes on at the front.
#include "Definition/Axis.h"
#include "Scatter.h"

namespace fixcon {

namespace {
struct TensorScatterAttrs {
  int64_t axis = -2;
  std::string mode = "linear"; ///< or circular
  template <class V> void visit(V &v) {
    v("axis", axis);
    v("mode", mode);
  }
};
} // namespace

/// The update is like the cache but for the axis, along which it is not longer.
static bool updateFits(const Type &cache, const Type &update, size_t axis) {
  if (!update.isRanked())
    return true;
  bool fits = update.rank() == cache.rank();
  for (size_t d = 0; fits && d < cache.rank(); ++d) {
    bool numbers = cache.dim(d).isStatic() && update.dim(d).isStatic();
    fits = d == axis ? !numbers || update.dim(d).size() <= cache.dim(d).size()
                     : !clash(update.dim(d), cache.dim(d));
  }
  return fits;
}

static LogicalResult inferTensorScatter(InferContext &context) {
  const Type &cache = context.type(0), &update = context.type(1);
  auto attrs = context.attrs<TensorScatterAttrs>();
  if (attrs.mode != "linear" && attrs.mode != "circular")
    return context.error("tensor_scatter_c1") << "mode is '" << attrs.mode << "'";
  context.setResult(0, cache);
  if (!cache.isRanked())
    return success();
  auto axis = resolveAxis(attrs.axis, cache.rank());
  if (!axis || *axis == 0)
    return context.error("tensor_scatter_c3") << "axis " << attrs.axis << " of " << cache.str();
  if (!updateFits(cache, update, *axis))
    return context.error("tensor_scatter_c4") << update.str() << " into " << cache.str();
  const Type &first = context.type(2);
  if (context.isRanked(2) && (first.rank() != 1 || clash(first.dim(0), cache.dim(0))))
    return context.error("tensor_scatter_c5") << "write indices " << first.str();
  return success();
}

static LogicalResult evalTensorScatter(EvalContext &context) {
  auto attrs = context.attrs<TensorScatterAttrs>();
  const Tensor &cache = context.in(0), &update = context.in(1);
  size_t axis = *resolveAxis(attrs.axis, cache.rank());
  AxisSplit from(update.shape(), axis), to(cache.shape(), axis);
  int64_t lines = cache.shape()[0] ? to.outer / cache.shape()[0] : 0;
  std::vector<int64_t> targets;
  for (int64_t o = 0; o < from.outer; ++o) {
    int64_t first = context.has(2) ? context.in(2).toInt(o / lines) : 0;
    bool inside = first >= 0 && (attrs.mode == "circular" || first <= to.size - from.size);
    if (!inside)
      return context.error("tensor_scatter_c6")
             << from.size << " steps at " << first << " of " << to.size;
    for (int64_t i = 0; i < from.size; ++i)
      for (int64_t n = 0; n < from.inner; ++n)
        targets.push_back((o * to.size + (first % to.size + i) % to.size) * to.inner + n);
  }
  return scatter(context, cache, update, targets, "none");
}

OpDef defineTensorScatter() {
  return OpDef("tensor_scatter")
      .summary("A cache with updates written at given positions of a sequence.")
      .operand("past_cache")
      .operand("update")
      .optional("write_indices", Role::Index)
      .dtypes(allTypes, {"past_cache", "update"})
      .attrs<TensorScatterAttrs>()
      .infer(inferTensorScatter)
      .reference(evalTensorScatter)
      .onnx("TensorScatter", 24);
}

} // namespace fixcon
