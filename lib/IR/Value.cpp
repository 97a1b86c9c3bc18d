#include "fixcon/IR/Value.h"

#include "fixcon/IR/Graph.h"

#include <algorithm>

namespace fixcon {

Value::~Value() { assert(useList.empty() && "a value is destroyed while it is used"); }

void Value::setTensor(Tensor tensor) {
  assert(isWeight());
  valueType = typeOf(tensor);
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
  std::vector<Use> uses = useList;
  for (const Use &use : uses) {
    if (use.op)
      use.op->setOperand(use.index, other);
    else
      use.graph->setOutput(use.index, other);
  }
}

std::vector<Op *> usersOf(const Value &value) {
  std::vector<Op *> users;
  for (const Use &use : value.uses())
    if (use.op && std::find(users.begin(), users.end(), use.op) == users.end())
      users.push_back(use.op);
  return users;
}

} // namespace fixcon
