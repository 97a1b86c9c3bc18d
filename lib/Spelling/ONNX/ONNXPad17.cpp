// Pad before opset 18 pads all axes; before 11 its amounts and value are attributes.
//
//   pad %x, [1, 2], , [3]   ->   onnx.Pad %x, [0, 0, 0, 1, 0, 0, 0, 2]
#include "fixcon/Spelling/SpellingBuilder.h"

namespace fixcon {

void spellONNXPad17(SpellingBuilder &b) {
  std::vector<SpellingOperand> operands = b.operands();
  if (auto axes = b.ints(3)) {
    auto some = b.ints(1);
    int64_t rank = b.rank(0);
    if (b.refused() || !some || some->size() != 2 * axes->size())
      return b.refuse("pads do not fit the axes");
    std::vector<int64_t> all(static_cast<size_t>(2 * rank), 0);
    for (size_t i = 0; i < axes->size(); ++i) {
      auto axis = static_cast<size_t>((*axes)[i] < 0 ? (*axes)[i] + rank : (*axes)[i]);
      all[axis] = (*some)[i];
      all[axis + static_cast<size_t>(rank)] = (*some)[axes->size() + i];
    }
    operands = {b.in(0), Tensor::of<int64_t>({2 * rank}, all), b.in(2)};
  }
  b.rename(std::move(operands), b.attrs());
}

} // namespace fixcon
