// split(x)   ->   slice(x) ...
#include "fixcon/Inject/EditSite.h"

namespace fixcon {

std::string disguisePartsAsSlices(EditSite &site) {
  const OpDef *def = site.def();
  Attribute axis = site.attribute("axis");
  if (!def || def->family() != Family::Movement || site.op.numResults() < 2 ||
      !axis.get<int64_t>() || !site.isFloatTensor(0))
    return {};
  auto rank = static_cast<int64_t>(site.typeOf(*site.op.operand(0)).rank());
  auto along = static_cast<size_t>((*axis.get<int64_t>() + rank) % rank);
  auto one = [](int64_t i) { return Tensor::of<int64_t>({1}, {i}); };
  int64_t begin = 0;
  for (unsigned i = 0; i < site.op.numResults(); ++i) {
    Type part = site.typeOf(*site.op.result(i));
    if (!part.isRanked() || !part.dim(along).isStatic())
      return {};
    int64_t end = begin + part.dim(along).size();
    Value *v = site.emit(
        "slice", {site.op.operand(0), one(begin), one(end), one(static_cast<int64_t>(along))}, {},
        &site.op);
    if (!v)
      return {};
    site.redirect(*v, i);
    begin = end;
  }
  eraseUnused({&site.op});
  return "as slices";
}

} // namespace fixcon
