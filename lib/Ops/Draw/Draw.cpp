// A seed is a float in the files: its bits are the generator's seed, so that 1 and 1.5 differ.
#include "Draw.h"

#include <bit>

namespace fixcon {

Random generatorFor(const EvalContext &context, std::optional<double> seed) {
  return Random(seed ? std::bit_cast<uint64_t>(*seed) : context.seed);
}

static LogicalResult checkFloat(InferContext &context, DType dtype) {
  if (isFloat(dtype))
    return success();
  return context.error(context.op().name() + "_c1") << "numbers of a dtype that is no float";
}

LogicalResult inferDrawn(InferContext &context, const std::optional<Attribute::Ints> &shape,
                         DType dtype) {
  if (failed(checkFloat(context, dtype)))
    return failure();
  if (!shape || !elementCount(*shape))
    return context.error(context.op().name() + "_c2")
           << "the shape is missing, negative or too large";
  context.setResult(0, Type::tensor(dtype, *shape));
  return success();
}

LogicalResult inferDrawnLike(InferContext &context, std::optional<DType> dtype) {
  const Type &like = context.type(0);
  DType drawn = dtype.value_or(like.dtype());
  if (failed(checkFloat(context, drawn)))
    return failure();
  context.setResult(0, like.isRanked() ? Type::tensor(drawn, like.dims()) : Type::unranked(drawn));
  return success();
}

} // namespace fixcon
