// Values and their use lists. A use list is in the order in which the uses were made, which is
// nearly the order in which they are dropped, reversed.
#include "fixcon/IR/Value.h"

#include "fixcon/IR/Graph.h"

#include <cassert>
#include <unordered_set>

namespace fixcon {

Value::~Value() { assert(useList.empty() && "a value is destroyed while it is used"); }

void Value::setTensor(Tensor tensor) {
  require(isWeight(), "a value that is no weight is given elements");
  Type type = typeOf(tensor);
  bool keepsGrid = valueType.isTensor() && valueType.dtype() == type.dtype();
  valueType = keepsGrid ? type.quantizedLike(valueType) : type;
  constant = std::move(tensor);
}

void Value::setAttrs(AttrDict dict) { extra = std::make_unique<AttrDict>(std::move(dict)); }

void Value::removeUse(Use use) {
  // Uses are mostly dropped in reverse order of their making.
  for (size_t i = useList.size(); i-- > 0;)
    if (useList[i] == use) {
      useList.erase(useList.begin() + static_cast<std::ptrdiff_t>(i));
      return;
    }
  assert(false && "use list out of step");
}

void Value::replaceAllUsesWith(Value *other) {
  assert(other && other != this);
  // Slot by slot through setOperand would search this list once for each of its entries.
  for (const Use &use : useList) {
    if (use.op)
      use.op->operandList[use.index] = other;
    else
      use.graph->replaceOutput(use.index, other);
    other->addUse(use);
  }
  useList.clear();
}

std::vector<Op *> usersOf(const Value &value) {
  std::vector<Op *> users;
  std::unordered_set<Op *> seen;
  for (const Use &use : value.uses())
    if (use.op && seen.insert(use.op).second)
      users.push_back(use.op);
  return users;
}

} // namespace fixcon
