// The dims of the operand from `start` to before `end`, as integers.
#include "Definition/SizeTensor.h"

#include "fixcon/Ops/EvalContext.h"

#include <algorithm>

namespace fixcon {
namespace {

struct ShapeAttrs {
  int64_t start = 0;
  std::optional<int64_t> end; ///< absent: the rank

  template <class V> void visit(V &v) {
    v("start", start);
    v("end", end);
  }
};

struct Span {
  int64_t begin, end;
};

Span spanOf(const ShapeAttrs &attrs, size_t rank) {
  auto count = static_cast<int64_t>(rank);
  auto place = [count](int64_t at) {
    return std::clamp<int64_t>(at < 0 ? at + count : at, 0, count);
  };
  int64_t begin = place(attrs.start), end = place(attrs.end.value_or(count));
  return {begin, std::max(begin, end)};
}

LogicalResult inferShape(InferContext &context) {
  if (!context.isRanked(0)) {
    context.setResult(0, Type::tensor(DType::I64, Dims(1)));
    return success();
  }
  Span span = spanOf(context.attrs<ShapeAttrs>(), context.type(0).rank());
  context.setResult(0, Type::tensor(DType::I64, Shape{span.end - span.begin}));
  return success();
}

std::optional<SizeTensor> dimsOfShape(const InferContext &context) {
  if (!context.isRanked(0))
    return std::nullopt;
  const Dims &dims = context.type(0).dims();
  Span span = spanOf(context.attrs<ShapeAttrs>(), dims.size());
  SizeTensor result{{span.end - span.begin}, {}};
  for (int64_t i = span.begin; i < span.end; ++i)
    result.elements.emplace_back(dims[static_cast<size_t>(i)]);
  return result;
}

LogicalResult evaluateShape(EvalContext &context) {
  const Shape &shape = context.in(0).shape();
  Span span = spanOf(context.attrs<ShapeAttrs>(), shape.size());
  std::vector<int64_t> dims(shape.begin() + span.begin, shape.begin() + span.end);
  context.out() = Tensor::of({span.end - span.begin}, dims);
  return success();
}

} // namespace

OpDef defineShape() {
  return OpDef("shape")
      .summary("The operand's dims as a list.")
      .operand("data")
      .dtypes(allTypes)
      .attrs<ShapeAttrs>()
      .infer(inferShape)
      .reference(evaluateShape)
      .sizes(dimsOfShape)
      .onnx("Shape");
}

} // namespace fixcon
