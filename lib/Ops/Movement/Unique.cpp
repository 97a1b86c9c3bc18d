// The distinct elements, or the distinct slices along an axis, in ascending order or in the order
// of their first occurrence; with the first occurrence of each, where each element went, and
// counts.
#include "Definition/Axis.h"
#include "Stacking.h"

#include "fixcon/Ops/EvalContext.h"
#include "fixcon/Ops/InferContext.h"
#include "fixcon/Ops/OpDef.h"

#include <algorithm>
#include <numeric>

namespace fixcon {

namespace {
struct UniqueAttrs {
  std::optional<int64_t> axis;
  int64_t sorted = 1;
  template <class V> void visit(V &v) {
    v("axis", axis);
    v("sorted", sorted);
  }
};

/// Which of equal items come together, and in which order the groups stand.
struct Groups {
  std::vector<int64_t> first, inverse, counts;
};
} // namespace

static LogicalResult inferUnique(InferContext &context) {
  auto attrs = context.attrs<UniqueAttrs>();
  const Type &x = context.type(0);
  Dims dims{Dim()};
  if (attrs.axis) {
    context.setResult(0, Type::unranked(x.dtype()));
    dims = x.dims();
    if (x.isRanked()) {
      auto axis = resolveAxis(*attrs.axis, x.rank());
      if (!axis)
        return context.error("unique_c1")
               << "axis " << *attrs.axis << " is not an axis of " << x.str();
      dims[*axis] = Dim();
    }
  }
  if (!attrs.axis || x.isRanked())
    context.setResult(0, Type::tensor(x.dtype(), dims));
  for (unsigned i = 1; i < context.op().numResults(); ++i)
    context.setResult(i, Type::tensor(DType::I64, Dims{Dim()}));
  return success();
}

/// Groups of equal items; `less` is a strict weak order of their numbers.
template <class Less> static Groups group(int64_t count, bool sorted, Less less) {
  std::vector<int64_t> order(static_cast<size_t>(count));
  std::iota(order.begin(), order.end(), 0);
  // Equal items in their order, by a total order: no stable sort is needed.
  std::sort(order.begin(), order.end(),
            [&](int64_t a, int64_t b) { return less(a, b) || (!less(b, a) && a < b); });
  Groups groups;
  std::vector<std::vector<int64_t>> members;
  for (int64_t item : order) {
    if (members.empty() || less(members.back().front(), item))
      members.emplace_back();
    members.back().push_back(item);
  }
  if (!sorted)
    std::sort(members.begin(), members.end(),
              [](const auto &a, const auto &b) { return a.front() < b.front(); });
  groups.inverse.resize(order.size());
  for (const auto &equal : members) {
    for (int64_t item : equal)
      groups.inverse[static_cast<size_t>(item)] = static_cast<int64_t>(groups.first.size());
    groups.first.push_back(equal.front());
    groups.counts.push_back(static_cast<int64_t>(equal.size()));
  }
  return groups;
}

static Tensor list(const std::vector<int64_t> &values) {
  return Tensor::of({static_cast<int64_t>(values.size())}, values);
}

static LogicalResult evalUnique(EvalContext &context) {
  auto attrs = context.attrs<UniqueAttrs>();
  const Tensor flat = context.in(0).reshaped({context.in(0).size()});
  const Tensor &x = attrs.axis ? context.in(0) : flat;
  size_t axis = attrs.axis ? *resolveAxis(*attrs.axis, x.rank()) : 0;
  AxisSplit split(x.shape(), axis);
  Groups groups;
  bool known = withArithmeticType(x.dtype(), [&](auto tag) {
    using T = typename decltype(tag)::type;
    auto data = x.data<T>();
    auto less = [&](int64_t a, int64_t b) {
      for (int64_t o = 0; o < split.outer; ++o)
        for (int64_t n = 0; n < split.inner; ++n) {
          T left = data[static_cast<size_t>((o * split.size + a) * split.inner + n)];
          T right = data[static_cast<size_t>((o * split.size + b) * split.inner + n)];
          // NaN comes last, and one NaN equals another.
          if (left < right || (right != right && left == left))
            return true;
          if (right < left || (left != left && right == right))
            return false;
        }
      return false;
    };
    groups = group(split.size, attrs.sorted != 0, less);
  });
  if (!known)
    return context.error() << "no order among elements of " << name(x.dtype());
  std::vector<Tensor> slices;
  for (int64_t first : groups.first)
    slices.push_back(sliceAt(x, axis, first));
  Shape none = x.shape();
  none[axis] = 0;
  context.out(0) = stackSlices(slices, axis).value_or(Tensor(x.dtype(), none));
  const std::vector<int64_t> *others[] = {&groups.first, &groups.inverse, &groups.counts};
  for (unsigned i = 1; i < context.outputs.size(); ++i)
    context.out(i) = list(*others[i - 1]);
  return success();
}

OpDef defineUnique() {
  return OpDef("unique")
      .summary("Distinct elements or slices, where they come from, and how often they occur.")
      .operand("X")
      .dtypes(realTypes)
      .axis("axis")
      .results(1, 4)
      .attrs<UniqueAttrs>()
      .infer(inferUnique)
      .reference(evalUnique)
      .onnx("Unique", 11);
}

} // namespace fixcon
