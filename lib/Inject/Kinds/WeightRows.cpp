// The rows of a matrix behind a flatten in the order of channels last, while what it multiplies has channels first.
#include "fixcon/Inject/EditSite.h"

#include "Elements.h"

namespace fixcon {

std::string plantWeightRows(EditSite &site) {
  for (unsigned i : site.numbers()) {
    const Op *view =
        isLinearWeight(site, i) && site.op.operand(0) ? site.op.operand(0)->definingOp() : nullptr;
    Type before = view && view->numOperands() ? site.typeOf(*view->operand(0)) : Type();
    Tensor rows = *site.constant(i), moved = rows;
    if (!before.isRanked() || before.rank() < 3 || rows.rank() != 2 || !before.dim(1).isStatic())
      continue;
    size_t axis = 1 - channelAxis(site, rows.shape());
    int64_t count = rows.shape()[axis], channels = before.dim(1).size(), sizes = count / channels;
    if (channels < 2 || sizes < 2 || count % channels)
      continue;
    auto to = moved.mutableData<double>();
    for (int64_t row = 0; row < count; ++row)
      forPairs(rows.shape(), axis, row, row % sizes * channels + row / sizes,
               [&](size_t a, size_t b) { to[b] = rows.data<double>()[a]; });
    return site.write(i, moved) ? "the rows of " + site.op.operand(i)->name() : "";
  }
  return {};
}

} // namespace fixcon
