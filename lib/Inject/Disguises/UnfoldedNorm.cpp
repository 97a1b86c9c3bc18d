// conv(x, w)   ->   batch_norm(conv(x, w'))
#include "fixcon/Inject/EditSite.h"

#include <cmath>

namespace fixcon {

std::string disguiseUnfoldedNorm(EditSite &site) {
  const OpDef *def = site.def();
  bool is = def && def->traits().linear && def->traits().window &&
            !def->traits().window->onResult && site.op.numOperands() == 2 &&
            site.op.numResults() == 1;
  auto weights = is ? site.constant(1) : std::nullopt;
  if (!weights || !site.isFloatTensor(0))
    return {};
  int64_t channels = weights->shape()[0], each = weights->size() / channels;
  std::vector<double> scale, addend, mean, variance;
  for (int64_t c = 0; c < channels; ++c) {
    scale.push_back(std::exp2(static_cast<double>(site.random.between(-2, 2))));
    mean.push_back(site.random.uniform(-1, 1));
    addend.push_back(mean.back() * scale.back());
    variance.push_back(0.75);
    for (int64_t k = 0; k < each; ++k)
      weights->mutableData<double>()[static_cast<size_t>(c * each + k)] /= scale.back();
  }
  DType dtype = site.typeOf(*site.op.operand(0)).dtype();
  auto constant = [&](const std::vector<double> &numbers) {
    return Tensor::of<double>({channels}, numbers).converted(dtype);
  };
  AttrDict attrs;
  attrs.set("epsilon", 0.25);
  if (!site.write(1, *weights))
    return {};
  Value *norm = site.emit(
      "batch_normalization",
      {site.op.result(), constant(scale), constant(addend), constant(mean), constant(variance)},
      attrs, site.op.next());
  if (!norm)
    return {};
  site.redirect(*norm);
  return "a normalisation unfolded";
}

} // namespace fixcon
