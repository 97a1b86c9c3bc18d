// A mask is broadcast to [batch, heads, queries, keys] but for its last dim: keys that it does not
// reach are masked. Positions of queries count from the first key that is cached.
#include "Attention.h"

#include <limits>

namespace fixcon {

static constexpr double never = -std::numeric_limits<double>::infinity();

Dims headDims(const Type &type, std::optional<int64_t> heads) {
  if (!type.isTensor() || !type.isRanked())
    return Dims(4);
  const Dims &dims = type.dims();
  if (dims.size() == 4)
    return dims;
  int64_t count = heads.value_or(1);
  Dim size = dims[2].isStatic() ? Dim(dims[2].size() / count) : Dim();
  return {dims[0], Dim(count), dims[1], size};
}

HeadView::HeadView(const Tensor &tensor, std::optional<int64_t> headCount)
    : data(tensor.data<double>().data()) {
  const Shape &shape = tensor.shape();
  bool packed = shape.size() == 3;
  batches = shape[0];
  heads = packed ? headCount.value_or(1) : shape[1];
  length = packed ? shape[1] : shape[2];
  size = packed ? shape[2] / heads : shape[3];
  batchStride = heads * length * size;
  headStride = packed ? size : length * size;
  rowStride = packed ? heads * size : size;
}

AttentionBias::AttentionBias(const EvalContext &context, int64_t queries)
    : mask(context.has(Mask) ? &context.in(Mask) : nullptr),
      valid(context.has(ValidKeys) ? &context.in(ValidKeys) : nullptr),
      attrs(context.attrs<AttentionAttrs>()), queries(queries) {
  if (context.has(PastKey))
    past = context.in(PastKey).shape()[2];
  if (!mask)
    return;
  Shape all = stridesOf(mask->shape());
  for (size_t i = 0; i < 3; ++i) {
    size_t fromBack = 4 - i, rank = mask->rank();
    if (rank >= fromBack && mask->shape()[rank - fromBack] != 1)
      strides[i] = all[rank - fromBack];
  }
}

bool AttentionBias::sees(int64_t position, int64_t key) const {
  int64_t back = position - key;
  return !(attrs.isCausal && back < 0) && !(attrs.leftWindow >= 0 && back > attrs.leftWindow) &&
         !(attrs.rightWindow >= 0 && -back > attrs.rightWindow);
}

double AttentionBias::masked(int64_t begin, int64_t key) const {
  if (!mask)
    return 0;
  if (key >= mask->shape().back())
    return never;
  if (mask->dtype() == DType::Bool)
    return mask->toInt(begin + key) ? 0 : never;
  return mask->toDouble(begin + key);
}

bool AttentionBias::row(int64_t batch, int64_t head, int64_t query,
                        std::vector<double> &bias) const {
  int64_t reach = valid ? valid->toInt(batch) : static_cast<int64_t>(bias.size());
  int64_t position = query + (valid ? reach - queries : past);
  int64_t begin = batch * strides[0] + head * strides[1] + query * strides[2];
  bool any = false;
  for (size_t i = 0; i < bias.size(); ++i) {
    auto key = static_cast<int64_t>(i);
    bias[i] = key < reach && sees(position, key) ? masked(begin, key) : never;
    any |= bias[i] != never;
  }
  return any;
}

} // namespace fixcon
