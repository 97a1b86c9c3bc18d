// conv %x : [n, c, h, w], %w : [o, c, h, w], %b   ->
//   reshape(gemm(reshape(%x, [n, c*h*w]), transpose of %w as [o, c*h*w], %b), [n, o, 1, 1])
//
// where one window covers the whole input, without padding, dilation and groups: every output is
// one sum of products over the channels and places, in the same order. %w is constant. A 1x1
// convolution of a 1x1 image is the common case.
#include "Canonicalize/Support/Permutation.h"
#include "fixcon/Transforms/Rewrite.h"

namespace fixcon {

/// Whether the filter is as large as the image, and stands in one place only.
static bool coversInput(const Op &op, const Shape &image, const Tensor &filter) {
  auto result = staticShape(op.result());
  if (!result || filter.rank() != image.size() || image.size() < 3 || op.attrs().find("auto_pad") ||
      effectiveInt(op, "group") != 1 || !everyIs(op, "pads", 0))
    return false;
  for (size_t i = 1; i < image.size(); ++i)
    if (image[i] != filter.shape()[i] || (i > 1 && (*result)[i] != 1) ||
        (i > 1 && image[i] > 1 && !everyIs(op, "dilations", 1)))
      return false;
  return true;
}

bool canonicalizeConvAsGemm(Op &op) {
  auto image = staticShape(op.operand(0));
  const Tensor *filter = constantOf(op.operand(1));
  if (!image || !filter || !coversInput(op, *image, *filter) || (*image)[0] == 0 ||
      filter->size() == 0)
    return false;
  int64_t channels = filter->shape()[0], products = filter->size() / channels;
  Rewriter b(op);
  Value *rows = b.value("reshape", {op.operand(0), b.ints({(*image)[0], products})});
  Tensor matrix = transpose(filter->reshaped({channels, products}), Permutation{1, 0});
  std::vector<Value *> operands{rows, b.folded(std::move(matrix), {op.operand(1)})};
  if (op.operand(2))
    operands.push_back(op.operand(2));
  Value *sums = b.value("gemm", operands);
  return b.replaceRoot(b.value("reshape", {sums, b.ints(*staticShape(op.result()))}));
}

} // namespace fixcon
