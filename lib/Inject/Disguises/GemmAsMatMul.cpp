// gemm(a, b, c)   ->   a b + c
#include "fixcon/Inject/EditSite.h"

#include "fixcon/Tensor/Permutation.h"

namespace fixcon {

std::string disguiseGemmAsMatMul(EditSite &site) {
  static constexpr int64_t rows[] = {1, 0};
  const OpDef *def = site.def();
  if (!def || def->name() != "gemm" || *site.attribute("alpha").get<double>() != 1 ||
      *site.attribute("beta").get<double>() != 1 || *site.attribute("transA").get<int64_t>() ||
      !site.isFloatTensor(0))
    return {};
  auto weights = site.constant(1);
  if (!weights)
    return {};
  DType dtype = site.typeOf(*site.op.operand(0)).dtype();
  Tensor matrix = *site.attribute("transB").get<int64_t>() ? transpose(*weights, rows) : *weights;
  Value *v = site.emit("mat_mul", {site.op.operand(0), matrix.converted(dtype)}, {}, &site.op);
  if (v && site.op.operand(2))
    v = site.emit("add", {v, site.op.operand(2)}, {}, &site.op);
  if (!v)
    return {};
  site.replace(*v);
  return "as product and sum";
}

} // namespace fixcon
