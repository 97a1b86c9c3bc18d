// batch_norm(conv(x, w, b))   ->   conv(x, w', b')
#include "fixcon/Inject/EditSite.h"

#include <array>
#include <cmath>

namespace fixcon {

std::string disguiseFoldedNorm(EditSite &site) {
  Op *conv = site.op.operand(0) ? site.op.operand(0)->definingOp() : nullptr;
  bool reads = site.def() && site.def()->name() == "batch_normalization" && conv &&
               conv->result()->uses().size() == 1;
  if (!reads || site.op.numResults() != 1)
    return {};
  EditSite before = site.at(*conv);
  const OpDef *def = before.def();
  if (!def || !def->traits().linear || !def->traits().window || def->traits().window->onResult)
    return {};
  auto weights = before.constant(1), bias = conv->operand(2) ? before.constant(2) : std::nullopt;
  std::array<std::optional<Tensor>, 5> norm;
  for (unsigned i = 1; i < 5; ++i)
    if (norm[i] = site.constant(i); !norm[i])
      return {};
  if (!weights || (conv->operand(2) && !bias))
    return {};
  double epsilon = *site.attribute("epsilon").get<double>();
  Tensor addends(DType::F64, norm[1]->shape());
  int64_t each = weights->size() / addends.size();
  for (int64_t c = 0; c < addends.size(); ++c) {
    double factor = norm[1]->toDouble(c) / std::sqrt(norm[4]->toDouble(c) + epsilon);
    for (int64_t k = 0; k < each; ++k)
      weights->mutableData<double>()[static_cast<size_t>(c * each + k)] *= factor;
    double addend = bias ? bias->toDouble(c) : 0;
    addends.mutableData<double>()[static_cast<size_t>(c)] =
        norm[2]->toDouble(c) + (addend - norm[3]->toDouble(c)) * factor;
  }
  DType dtype = site.typeOf(*conv->operand(0)).dtype();
  auto constant = [&](const Tensor &t, const char *name) {
    return site.graph.addWeight(t.converted(dtype), site.graph.uniqueName(conv->label() + name));
  };
  conv->setOperands(
      {conv->operand(0), constant(*weights, "_folded"), constant(addends, "_addend")});
  site.replace(*conv->result());
  return "folded into " + conv->label();
}

} // namespace fixcon
