// The same elements in the same order under another shape. A target dim of -1 is what is left over,
// and 0 keeps the operand's dim unless `allowzero` makes it a real 0.
#include "Definition/SizeTensor.h"
#include "Moves.h"

namespace fixcon {
namespace {

struct ReshapeAttrs {
  int64_t allowzero = 0;

  template <class V> void visit(V &v) { v("allowzero", allowzero); }
};

struct Target {
  Dims dims;                   ///< open ones unknown
  std::optional<size_t> asked; ///< the place of -1
  std::vector<size_t> open;    ///< the places to be found out: that of -1, and of what nobody knows
};

/// One that the graph computes from what nobody knows may be a -1, too.
FailureOr<Target> targetOf(InferContext &context, const std::vector<SizeProduct> &sizes) {
  bool zeroIsZero = context.attrs<ReshapeAttrs>().allowzero != 0;
  Target target;
  for (size_t i = 0; i < sizes.size(); ++i) {
    int64_t number = sizes[i].isNumber() ? sizes[i].number() : 1;
    if (number < -1 || (number == -1 && target.asked)) // c1
      return context.error("reshape_c1") << "target dim " << i << " is " << number
                                         << (target.asked ? ", a second dim to be found out" : "");
    bool copies = number == 0 && !zeroIsZero;
    if (copies && context.isRanked(0) && i >= context.type(0).rank()) // c2
      return context.error("reshape_c2") << "target dim " << i << " keeps a dim that "
                                         << context.type(0).str() << " does not have";
    if (number == -1)
      target.asked = i;
    if (number == -1 || !sizes[i].isKnown())
      target.open.push_back(i);
    if (number == -1 || (copies && !context.isRanked(0)))
      target.dims.emplace_back();
    else
      target.dims.push_back(copies ? context.type(0).dim(i) : sizes[i].dim());
  }
  return target;
}

/// The one open dim is what the others leave over.
LogicalResult fillOpenDim(InferContext &context, Target &target) {
  SizeProduct all, others;
  for (const Dim &dim : context.type(0).dims())
    all.multiply(dim);
  bool fills = target.open.size() == 1;
  for (size_t i = 0; i < target.dims.size(); ++i)
    if (!fills || i != target.open.front())
      others.multiply(target.dims[i]);
  if (!target.asked && others == SizeProduct(0))
    return success(); // any size fills nothing
  bool numbers = all.isNumber() && others.isNumber();
  auto rest = all.dividedBy(others);
  bool fits = !numbers || (fills ? rest && others.number() != 0 : all.number() == others.number());
  if (!rest || !fits) // c3
    return context.error("reshape_c3") << context.type(0).str() << " does not fill "
                                       << Type::tensor(context.type(0).dtype(), target.dims).str();
  if (fills)
    target.dims[target.open.front()] = rest->dim();
  return success();
}

LogicalResult inferReshape(InferContext &context) {
  auto sizes = knownSizes(context, 1);
  if (!sizes) {
    auto rank = listLength(context, 1);
    constexpr int64_t highestRank = 1024;
    bool known = rank && *rank <= highestRank;
    return setDims(context, known ? std::optional(Dims(static_cast<size_t>(*rank))) : std::nullopt);
  }
  auto target = targetOf(context, *sizes);
  if (failed(target) || (context.isRanked(0) && failed(fillOpenDim(context, *target))))
    return failure();
  return setDims(context, std::move(target->dims));
}

} // namespace

OpDef defineReshape() {
  return OpDef("reshape")
      .summary("The same elements in the same order under another shape.")
      .operand("data")
      .operand("shape", Role::Shape)
      .view()
      .attrs<ReshapeAttrs>()
      .infer(inferReshape)
      .movement(viewAfter(inferReshape))
      .onnx("Reshape", 5);
}

} // namespace fixcon
