// Softmax, LogSoftmax and Hardmax before opset 13 see a matrix whose columns are all axes from `axis`
// on. So the axis must be the last:
//
//   softmax %x {axis = 1}   ->   onnx.Transpose, onnx.Softmax {axis = 2}, onnx.Transpose
#include "fixcon/Spelling/SpellingBuilder.h"
#include "fixcon/Transforms/CoreBuilder.h"

#include <numeric>

namespace fixcon {

void spellONNXSoftmax12(SpellingBuilder &b) {
  int64_t rank = b.rank(0), axis = b.attr<int64_t>("axis", -1), last = rank - 1;
  if (b.refused())
    return;
  axis += axis < 0 ? rank : 0;
  AttrDict attrs = attrsOf({{"axis", last}});
  if (axis == last)
    return b.rename({b.in(0)}, std::move(attrs));
  // The exchange of two axes is its own inverse.
  Attribute::Ints perm(static_cast<size_t>(rank));
  std::iota(perm.begin(), perm.end(), 0);
  std::swap(perm[static_cast<size_t>(axis)], perm.back());
  Value *x = b.core("transpose", {b.in(0)}, attrsOf({{"perm", perm}}));
  Value *y = b.core(b.def().name(), {x}, std::move(attrs));
  b.result(0, b.core("transpose", {y}, attrsOf({{"perm", perm}})));
}

} // namespace fixcon
