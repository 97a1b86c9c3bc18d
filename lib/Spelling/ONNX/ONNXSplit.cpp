// Split says how many parts there are by the number of its results before opset 18, which are equal
// then, and by `num_outputs` since, where the last may be smaller; sizes say it everywhere, as an
// attribute before 13.
#include "fixcon/Spelling/SpellingBuilder.h"

namespace fixcon {

/// What `parts` parts of a dim are in newer opsets; empty if the dim is not known.
static std::vector<int64_t> partsOf(SpellingBuilder &b, int64_t parts) {
  int64_t axis = b.attr<int64_t>("axis"), rank = b.rank(0);
  axis += axis < 0 ? rank : 0;
  Type x = b.type(0);
  if (b.refused() || axis < 0 || axis >= rank || !x.dim(static_cast<size_t>(axis)).isStatic())
    return {};
  int64_t left = x.dim(static_cast<size_t>(axis)).size(), each = (left + parts - 1) / parts;
  std::vector<int64_t> sizes;
  for (int64_t i = 0; i < parts; ++i) {
    sizes.push_back(std::min(each, left));
    left -= sizes.back();
  }
  return sizes;
}

void spellONNXSplit(SpellingBuilder &b) {
  AttrDict attrs = b.attrs();
  SpellingOperand sizes = b.in(1);
  auto parts = b.attr<int64_t>("num_outputs", b.numResults());
  attrs.erase("num_outputs");
  if (sizes.isAbsent() && b.opset() >= 18)
    attrs.set("num_outputs", parts);
  else if (sizes.isAbsent()) {
    std::vector<int64_t> list = partsOf(b, parts);
    if (list.empty() || parts < 1)
      return b.refuse("the size of the axis to split is not known");
    if (list.front() != list.back())
      sizes = Tensor::of<int64_t>({parts}, list);
  }
  b.rename({b.in(0), sizes}, std::move(attrs));
}

} // namespace fixcon
