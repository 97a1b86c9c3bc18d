// a b   ->   gemm(a, transposed b) {transB = 1}
#include "fixcon/Inject/EditSite.h"

#include "fixcon/Tensor/Permutation.h"

namespace fixcon {

std::string disguiseMatMulAsGemm(EditSite &site) {
  static constexpr int64_t rows[] = {1, 0};
  const OpDef *def = site.def();
  auto weights = def && def->name() == "mat_mul" && site.isFloatTensor(0) &&
                         site.typeOf(*site.op.operand(0)).rank() == 2
                     ? site.constant(1)
                     : std::nullopt;
  if (!weights || weights->rank() != 2)
    return {};
  AttrDict attrs;
  attrs.set("transB", 1);
  Tensor matrix = transpose(*weights, rows).converted(site.typeOf(*site.op.operand(0)).dtype());
  Value *v = site.emit("gemm", {site.op.operand(0), matrix}, attrs, &site.op);
  if (!v)
    return {};
  site.replace(*v);
  return "as a Gemm";
}

} // namespace fixcon
