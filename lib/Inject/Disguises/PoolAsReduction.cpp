// global_average_pool(x)   ->   reduce_mean(x, all axes behind the channels)
#include "fixcon/Inject/EditSite.h"

#include <numeric>

namespace fixcon {

std::string disguisePoolAsReduction(EditSite &site) {
  const OpDef *def = site.def();
  if (!def || def->traits().spatialReduction.empty() || !site.isFloatTensor(0))
    return {};
  std::vector<int64_t> axes(site.typeOf(*site.op.operand(0)).rank() - 2);
  std::iota(axes.begin(), axes.end(), 2);
  Value *v = site.emit(
      def->traits().spatialReduction,
      {site.op.operand(0), Tensor::of<int64_t>({static_cast<int64_t>(axes.size())}, axes)}, {},
      &site.op);
  if (!v)
    return {};
  site.replace(*v);
  return "as a reduction";
}

} // namespace fixcon
