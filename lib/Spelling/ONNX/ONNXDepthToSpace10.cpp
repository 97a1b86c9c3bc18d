// DepthToSpace before opset 11 takes the blocks from the front of the channels (DCR). From behind
// (CRD) it is a reshape to [n, c, b, b, h, w], a transpose, and a reshape.
#include "fixcon/Spelling/SpellingBuilder.h"
#include "fixcon/Transforms/CoreBuilder.h"

namespace fixcon {

void spellONNXDepthToSpace10(SpellingBuilder &b) {
  if (b.attr<std::string>("mode") != "CRD")
    return b.rename();
  Type x = b.type(0);
  int64_t block = b.attr<int64_t>("blocksize");
  if (!x.isStatic() || x.rank() != 4 || block < 1)
    return b.refuse("DepthToSpace of opset " + std::to_string(b.opset()) +
                    " has no mode 'CRD' (since opset 11), and sizes to spell it out are not known");
  Shape s = x.shape();
  int64_t channels = s[1] / (block * block);
  auto shaped = [&](SpellingOperand value, const std::vector<int64_t> &shape) {
    return b.core("reshape", {value, Tensor::of<int64_t>({std::ssize(shape)}, shape)});
  };
  Value *blocks = shaped(b.in(0), {s[0], channels, block, block, s[2], s[3]});
  Value *moved =
      b.core("transpose", {blocks}, attrsOf({{"perm", Attribute::Ints{0, 1, 4, 2, 5, 3}}}));
  b.result(0, shaped(moved, {s[0], channels, s[2] * block, s[3] * block}));
}

} // namespace fixcon
