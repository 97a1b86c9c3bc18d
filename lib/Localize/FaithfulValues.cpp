// A convolution behind a global pool is a matrix product in the normal form, and what follows it is, too, without the axes
// of one element: values that the file does not have, though it has their elements.
#include "fixcon/Localize/FaithfulValues.h"

#include <algorithm>

namespace fixcon {

/// The same elements in the same order, with other axes of one element. As many axes may as well be turned about.
static bool differsInOnes(const Type &a, const Type &b) {
  if (!a.isStatic() || !b.isStatic() || a.rank() == b.rank())
    return false;
  auto longer = [](const Type &type) {
    Shape sizes = type.shape();
    std::erase(sizes, 1);
    return sizes;
  };
  return longer(a) == longer(b);
}

Value *FaithfulValues::endOfNode(const Value &core) const {
  const Op *maker = core.definingOp();
  if (!maker || maker->numResults() != 1 || maker->origins().size() != 1)
    return nullptr;
  bool isInner = std::ranges::any_of(core.uses(), [&](const Use &use) {
    return use.op && std::ranges::find(use.op->origins(), maker->origins().front()) !=
                         use.op->origins().end();
  });
  Value *end = isInner ? nullptr : faithful.value(maker->origins().front());
  const Value *run = end ? executable.value(end->name()) : nullptr;
  return run && end->definingOp() && differsInOnes(run->type(), core.type()) ? end : nullptr;
}

Value *FaithfulValues::of(const Value &core) const {
  if (Value *own = faithful.value(core.name()))
    return own;
  if (Value *end = endOfNode(core))
    return end;
  auto found = reordered.find(core);
  return found ? found->value : nullptr;
}

std::optional<Shape> FaithfulValues::shapeOf(const Value &core) const {
  const Value *end = faithful.value(core.name()) ? nullptr : endOfNode(core);
  return end ? std::optional(executable.value(end->name())->type().shape()) : std::nullopt;
}

std::optional<Permutation> FaithfulValues::orderOf(const Value &core) const {
  if (faithful.value(core.name()) || endOfNode(core))
    return std::nullopt;
  auto found = reordered.find(core);
  return found && !isIdentity(found->perm) ? std::optional(found->perm) : std::nullopt;
}

} // namespace fixcon
