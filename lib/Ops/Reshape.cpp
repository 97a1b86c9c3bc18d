// The same elements in the same order under another shape. A target dim of -1 is what is left over,
// and 0 keeps the operand's dim unless `allowzero` makes it a real 0.
#include "Moves.h"
#include "SizeProduct.h"

namespace fixcon {
namespace {

struct ReshapeAttrs {
  int64_t allowzero = 0;

  template <class V> void visit(V &v) { v("allowzero", allowzero); }
};

/// Target dims; -1 stays unknown and is told by `open`.
FailureOr<Dims> targetDims(InferContext &context, std::span<const int64_t> target,
                           std::optional<size_t> &open) {
  bool zeroIsZero = context.attrs<ReshapeAttrs>().allowzero != 0;
  Dims dims;
  for (size_t i = 0; i < target.size(); ++i) {
    if (target[i] < -1 || (target[i] == -1 && open)) // c1
      return context.error("reshape_c1") << "target dim " << i << " is " << target[i]
                                         << (open ? ", a second dim to be found out" : "");
    bool copies = target[i] == 0 && !zeroIsZero;
    if (copies && context.isRanked(0) && i >= context.type(0).rank()) // c2
      return context.error("reshape_c2") << "target dim " << i << " keeps a dim that "
                                         << context.type(0).str() << " does not have";
    if (target[i] == -1)
      open = i;
    if (target[i] == -1 || (copies && !context.isRanked(0)))
      dims.emplace_back();
    else
      dims.push_back(copies ? context.type(0).dim(i) : Dim(target[i]));
  }
  return dims;
}

LogicalResult fillOpenDim(InferContext &context, Dims &dims, std::optional<size_t> open) {
  SizeProduct all, others;
  for (const Dim &dim : context.type(0).dims())
    all.multiply(dim);
  for (size_t i = 0; i < dims.size(); ++i)
    if (i != open)
      others.multiply(dims[i]);
  bool numbers = all.isNumber() && others.isNumber();
  auto rest = all.dividedBy(others);
  bool fits = !numbers || (open ? rest && others.number() != 0 : all.number() == others.number());
  if (!rest || !fits) // c3
    return context.error("reshape_c3") << context.type(0).str() << " does not fill "
                                       << Type::tensor(context.type(0).dtype(), dims).str();
  if (open)
    dims[*open] = rest->dim();
  return success();
}

LogicalResult inferReshape(InferContext &context) {
  auto target = knownInts(context, 1);
  if (!target) {
    auto rank = listLength(context, 1);
    constexpr int64_t highestRank = 1024;
    bool known = rank && *rank <= highestRank;
    return setDims(context, known ? std::optional(Dims(static_cast<size_t>(*rank))) : std::nullopt);
  }
  std::optional<size_t> open;
  auto dims = targetDims(context, *target, open);
  if (failed(dims))
    return failure();
  if (context.isRanked(0) && failed(fillOpenDim(context, *dims, open)))
    return failure();
  return setDims(context, std::move(*dims));
}

} // namespace

OpDef defineReshape() {
  return OpDef("reshape")
      .summary("The same elements in the same order under another shape.")
      .operand("data")
      .operand("shape", Role::Shape)
      .attrs<ReshapeAttrs>()
      .infer(inferReshape)
      .movement(moveAfter(inferReshape,
                          [](InferContext &context, const Shape &shape) {
                            return FailureOr<IndexMap>(
                                IndexMap::reshape(context.type(0).shape(), shape));
                          }))
      .onnx("Reshape", 5);
}

} // namespace fixcon
