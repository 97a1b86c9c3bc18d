// The k largest (or smallest) elements along one axis in order, and their indices; of equal
// elements the one with the lower index comes first. They are in order also if `sorted` is 0, when
// any order will do.
#include "Definition/Axis.h"

#include "fixcon/Ops/EvalContext.h"
#include "fixcon/Ops/InferContext.h"
#include "fixcon/Ops/OpDef.h"
#include "fixcon/Support/Stop.h"

#include <algorithm>
#include <numeric>

namespace fixcon {

namespace {
struct TopKAttrs {
  int64_t axis = -1, largest = 1, sorted = 1;
  template <class V> void visit(V &v) {
    v("axis", axis);
    v("largest", largest);
    v("sorted", sorted);
  }
};
} // namespace

static LogicalResult inferTopK(InferContext &context) {
  auto attrs = context.attrs<TopKAttrs>();
  const Type &x = context.type(0);
  context.setResult(0, Type::unranked(x.dtype()));
  context.setResult(1, Type::unranked(DType::I64));
  if (!x.isRanked())
    return success();
  auto axis = resolveAxis(attrs.axis, x.rank());
  if (!axis)
    return context.error("top_k_c1") << "axis " << attrs.axis << " is not an axis of " << x.str();
  Dims dims = x.dims();
  dims[*axis] = Dim();
  if (const Tensor *k = context.value(1)) {
    const Dim &size = x.dim(*axis);
    if (k->size() != 1)
      return context.error("top_k_c2") << "K is not one integer";
    if (k->toInt(0) < 0 || (size.isStatic() && k->toInt(0) > size.size()))
      return context.error("top_k_c3") << "K is " << k->toInt(0) << ", the axis has " << size.str();
    dims[*axis] = k->toInt(0);
  }
  context.setResult(0, Type::tensor(x.dtype(), dims));
  context.setResult(1, Type::tensor(DType::I64, dims));
  return success();
}

template <class T>
static void topK(const AxisSplit &split, int64_t count, bool largest, const T *x, T *values,
                 int64_t *indices) {
  std::vector<int64_t> order(static_cast<size_t>(split.size));
  StopCheck stop;
  for (int64_t o = 0; o < split.outer; ++o)
    for (int64_t n = 0; n < split.inner; ++n) {
      stop.after(split.size * 8);
      const T *line = x + o * split.size * split.inner + n;
      std::iota(order.begin(), order.end(), 0);
      // NaN counts as the largest, which makes this an order.
      auto less = [&](int64_t a, int64_t b) {
        T left = line[a * split.inner], right = line[b * split.inner];
        return left < right || (right != right && left == left);
      };
      std::partial_sort(order.begin(), order.begin() + count, order.end(),
                        [&](int64_t a, int64_t b) {
                          bool first = largest ? less(b, a) : less(a, b);
                          bool second = largest ? less(a, b) : less(b, a);
                          return first || (!second && a < b);
                        });
      for (int64_t k = 0; k < count; ++k) {
        int64_t at = (o * count + k) * split.inner + n;
        indices[at] = order[static_cast<size_t>(k)];
        values[at] = line[indices[at] * split.inner];
      }
    }
}

static LogicalResult evalTopK(EvalContext &context) {
  auto attrs = context.attrs<TopKAttrs>();
  const Tensor &x = context.in(0);
  AxisSplit split(x.shape(), *resolveAxis(attrs.axis, x.rank()));
  Tensor indices(DType::I64, context.out().shape());
  bool known = withArithmeticType(x.dtype(), [&](auto tag) {
    using T = typename decltype(tag)::type;
    topK(split, context.in(1).toInt(0), attrs.largest != 0, x.data<T>().data(),
         context.out().mutableData<T>().data(), indices.mutableData<int64_t>().data());
  });
  if (!known)
    return context.error() << "no order among elements of " << name(x.dtype());
  context.out(1) = std::move(indices);
  return success();
}

OpDef defineTopK() {
  return OpDef("top_k")
      .summary("The k largest or smallest elements along an axis, and their indices.")
      .operand("X")
      .operand("K", Role::Shape)
      .dtypes(realTypes, {"X"})
      .axis("axis")
      .results(2, 2)
      .attrs<TopKAttrs>()
      .infer(inferTopK)
      .reference(evalTopK)
      .onnx("TopK", 10);
}

} // namespace fixcon
