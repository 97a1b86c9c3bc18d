// conv(x, w)   ->   concat(conv(x, first half of w), conv(x, second half))
#include "fixcon/Inject/EditSite.h"

namespace fixcon {

/// The first or second half of a tensor along an axis, the second being the larger one.
static Tensor half(const Tensor &whole, size_t axis, bool second) {
  Shape shape = whole.shape();
  int64_t split = shape[axis] / 2, first = second ? split : 0;
  shape[axis] = second ? shape[axis] - split : split;
  Tensor part(DType::F64, shape);
  int64_t inner = stridesOf(shape)[axis], block = inner * shape[axis];
  int64_t outer = inner * whole.shape()[axis];
  auto to = part.mutableData<double>();
  for (int64_t i = 0; i < part.size(); ++i)
    to[static_cast<size_t>(i)] =
        whole.data<double>()[static_cast<size_t>(i / block * outer + first * inner + i % block)];
  return part;
}

std::string disguiseSplitFilters(EditSite &site) {
  const OpDef *def = site.def();
  auto weights = def && def->traits().linear && site.roleOf(1) == Role::Weight ? site.constant(1)
                                                                               : std::nullopt;
  Attribute group = site.attribute("group");
  if (!weights || site.op.numResults() != 1 || (group.get<int64_t>() && *group.get<int64_t>() != 1))
    return {};
  int64_t axis = def->traits().linear->weightAxis;
  axis = axis < 0 ? axis + static_cast<int64_t>(weights->rank()) : axis;
  if (def->name() == "gemm" && *site.attribute("transB").get<int64_t>())
    axis = 1 - axis;
  int64_t channels = weights->shape()[static_cast<size_t>(axis)];
  if (channels < 2 || !site.isFloatTensor(0))
    return {};
  std::vector<Value *> parts;
  for (bool second : {false, true}) {
    std::vector<Value *> operands = site.op.operands();
    for (unsigned i = 1; i < operands.size(); ++i) {
      auto whole = site.constant(i);
      if (!whole || (i > 1 && whole->rank() != 1))
        return {};
      operands[i] =
          site.graph.addWeight(half(*whole, i == 1 ? static_cast<size_t>(axis) : 0, second)
                                   .converted(site.typeOf(*operands[i]).dtype()),
                               site.graph.uniqueName(operands[i]->name() + "_half"));
    }
    Op *part = site.graph.createOp(site.op.name(), operands, site.op.attrs(), &site.op);
    parts.push_back(
        part->addResult(Type(), site.graph.uniqueName(site.op.result()->name() + "_half")));
  }
  AttrDict attrs;
  attrs.set("axis", def->traits().linear->resultAxis);
  Op *whole = site.graph.createOp("onnx.Concat", parts, attrs, &site.op);
  site.replace(
      *whole->addResult(Type(), site.graph.uniqueName(site.op.result()->name() + "_whole")));
  return "as two narrow ones";
}

} // namespace fixcon
