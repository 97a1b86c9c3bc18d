// The executable form of the model as it is declared has types in which a size that is open stays a symbol. So the
// batch is found wherever it lies: behind a recurrence it is the second axis, whatever number it is on the data.
#include "OpenSizes.h"

#include "fixcon/Transforms/Normalize.h"

namespace fixcon {

OpenSizes::OpenSizes(const Graph &source)
    : silent([](const Diagnostic &) {}), scratch(std::make_unique<Module>(silent)) {
  const Graph *model = scratch->cloneModel(source);
  auto form = model ? legalize(*scratch, *model) : FailureOr<Graph *>(failure());
  if (succeeded(form))
    executable = *form;
}

OpenSizes::~OpenSizes() = default;

std::optional<Tensor> OpenSizes::listFor(const std::string &value, const Shape &now) const {
  const Value *known = executable ? executable->value(value) : nullptr;
  const Type type = known ? known->type() : Type();
  if (!type.isTensor() || !type.isRanked() || type.rank() != now.size())
    return std::nullopt;
  std::vector<int64_t> sizes;
  int64_t open = 0;
  for (size_t axis = 0; axis < now.size(); ++axis) {
    const Dim &dim = type.dim(axis);
    if (now[axis] <= 0 || (dim.isStatic() && dim.size() != now[axis]))
      return std::nullopt;
    open += !dim.isStatic();
    sizes.push_back(dim.isStatic() ? now[axis] : -1);
  }
  if (open != 1)
    return std::nullopt;
  return Tensor::of<int64_t>({static_cast<int64_t>(sizes.size())}, sizes);
}

} // namespace fixcon
