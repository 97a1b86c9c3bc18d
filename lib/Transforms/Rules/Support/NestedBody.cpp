// The nested graph stays as it is until the op that holds it goes, so its copies need names of their own.
#include "NestedBody.h"

namespace fixcon {

bool fitsBody(const Graph &body, size_t arguments, size_t outputs) {
  return body.arguments().size() == arguments && body.numOutputs() == outputs;
}

std::vector<Value *> copyBody(const Graph &body, const std::vector<Value *> &arguments, Graph &into,
                              Op *before) {
  auto fresh = [&](const Value &value) {
    return value.name().empty() ? "" : into.uniqueName(value.name());
  };
  ValueMap map;
  for (size_t i = 0; i < arguments.size(); ++i)
    map[body.argument(static_cast<unsigned>(i))] = arguments[i];
  for (const auto &weight : body.weights()) {
    Value *copy = into.addWeight(weight->tensor(), fresh(*weight));
    copy->setType(weight->type());
    copy->setOrigins(weight->origins());
    map[weight.get()] = copy;
  }
  for (const auto &op : body.ops())
    into.cloneOp(*op, map, before, fresh);
  std::vector<Value *> outputs;
  for (unsigned i = 0; i < body.numOutputs(); ++i)
    outputs.push_back(mapped(map, body.output(i)));
  return outputs;
}

} // namespace fixcon
