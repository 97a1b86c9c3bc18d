// Blocks of channels that lie last, the block in front of the channels (DCR).
#include "ChannelsLast.h"
#include "fixcon/Transforms/CoreBuilder.h"

namespace fixcon {

void spellTFLiteDepthToSpace(SpellingBuilder &b) {
  int64_t rank = b.rank(0), block = b.attr<int64_t>("blocksize");
  const Type x = b.type(0);
  if (b.refused())
    return;
  if (rank != 4 || block < 1)
    return b.refuse("blocks are of two axes");
  if (b.def().name() == "depth_to_space" && b.attr<std::string>("mode") == "CRD") {
    if (!x.isStatic())
      return b.refuse("sizes to spell out the mode CRD are not known");
    Shape s = x.shape();
    auto shaped = [&](SpellingOperand value, const std::vector<int64_t> &shape) {
      return b.core("reshape", {value, Tensor::of<int64_t>({std::ssize(shape)}, shape)});
    };
    int64_t channels = s[1] / (block * block);
    Value *parts = shaped(b.in(0), {s[0], channels, block * block, s[2], s[3]});
    Value *moved =
        b.core("transpose", {parts}, attrsOf({{"perm", Attribute::Ints{0, 2, 1, 3, 4}}}));
    Value *dcr = shaped(moved, {s[0], s[1], s[2], s[3]});
    return b.result(0, b.core("depth_to_space", {dcr}, attrsOf({{"blocksize", block}})));
  }
  SpellingOperand last = transposed(b, b.in(0), toChannelsLast(4));
  Value *y = b.foreign(b.foreignType, {last}, attrsOf({{"block_size", block}}),
                       transposed(b.resultType(0), toChannelsLast(4)));
  b.result(0, transposed(b, y, toChannelsFirst(4)).value);
}

} // namespace fixcon
