// Consecutive parts along an axis, as a sequence: of the sizes that `split` lists; of the one size
// that it is, where the last may be smaller; else single slices, without the axis if keepdims is 0.
#include "Definition/Axis.h"
#include "Movement/Stacking.h"

#include "fixcon/Ops/InferContext.h"
#include "fixcon/Support/CheckedMath.h"

namespace fixcon {
namespace {

struct SplitToSequenceAttrs {
  int64_t axis = 0;
  int64_t keepdims = 1; ///< says something only without `split`

  template <class V> void visit(V &v) {
    v("axis", axis);
    v("keepdims", keepdims);
  }
};

LogicalResult inferSplitToSequence(InferContext &context) {
  const Type &input = context.type(0);
  if (context.isRanked(1) && context.type(1).rank() > 1) // c1
    return context.error("split_to_sequence_c1") << "split is " << context.type(1).str();
  if (!input.isRanked()) {
    context.setResult(0, Type::sequence(input));
    return success();
  }
  auto attrs = context.attrs<SplitToSequenceAttrs>();
  auto axis = resolveAxis(attrs.axis, input.rank());
  if (!axis) // c2
    return context.error("split_to_sequence_c2") << "axis " << attrs.axis << " of " << input.str();
  Dims dims = input.dims();
  dims[*axis] = context.has(1) ? Dim() : Dim(1);
  if (!context.has(1) && attrs.keepdims == 0)
    dims.erase(dims.begin() + static_cast<std::ptrdiff_t>(*axis));
  context.setResult(0, Type::sequence(Type::tensor(input.dtype(), std::move(dims))));
  return success();
}

/// Each part has its own overhead, however small it is.
LogicalResult checkCount(EvalContext &context, int64_t count) {
  if (count <= context.byteBudget / static_cast<int64_t>(sizeof(Datum)))
    return success();
  return context.error() << count << " parts exceed the memory budget";
}

/// The listed sizes, which must make up the whole.
FailureOr<std::vector<int64_t>> listedSizes(EvalContext &context, int64_t whole) {
  if (failed(checkCount(context, context.in(1).size())))
    return failure();
  std::vector<int64_t> sizes = context.in(1).toInts();
  int64_t total = 0;
  for (int64_t size : sizes) {
    auto next = size < 0 ? std::nullopt : checkedAdd(total, size);
    if (!next)
      return context.error() << "a part of " << size << " elements";
    total = *next;
  }
  if (total != whole)
    return context.error() << "parts of " << total << " elements of " << whole;
  return sizes;
}

FailureOr<std::vector<int64_t>> partSizes(EvalContext &context, int64_t whole) {
  if (context.has(1) && context.in(1).rank() == 1)
    return listedSizes(context, whole);
  int64_t size = context.has(1) ? context.in(1).toInt(0) : 1;
  if (size < 1)
    return context.error() << "parts of " << size << " elements";
  int64_t count = whole / size + (whole % size != 0);
  if (failed(checkCount(context, count)))
    return failure();
  std::vector<int64_t> sizes(static_cast<size_t>(count), size);
  if (whole % size != 0)
    sizes.back() = whole % size;
  return sizes;
}

LogicalResult evaluateSplitToSequence(EvalContext &context) {
  const Tensor &input = context.in(0);
  DType dtype = context.datum(0).dtype();
  auto attrs = context.attrs<SplitToSequenceAttrs>();
  size_t axis = *resolveAxis(attrs.axis, input.rank());
  auto sizes = partSizes(context, input.shape()[axis]);
  if (failed(sizes))
    return failure();
  bool drops = !context.has(1) && attrs.keepdims == 0;
  std::vector<Datum> elements;
  int64_t begin = 0;
  for (int64_t size : *sizes) {
    elements.emplace_back(drops ? sliceAt(input, axis, begin) : partOf(input, axis, begin, size),
                          dtype);
    begin += size;
  }
  context.outputs[0] = Datum::sequence(Type::unranked(dtype), std::move(elements));
  return success();
}

} // namespace

OpDef defineSplitToSequence() {
  return OpDef("split_to_sequence")
      .summary("Consecutive parts along an axis, as a sequence.")
      .operand("input")
      .optional("split", Role::Shape)
      .dtypes(allTypes, {"input"})
      .attrs<SplitToSequenceAttrs>()
      .infer(inferSplitToSequence)
      .reference(evaluateSplitToSequence)
      .onnx("SplitToSequence", 11);
}

} // namespace fixcon
