#include "FaithfulConstant.h"

namespace fixcon {

/// The tensor attribute of a constant op, whatever the format calls it.
static Tensor *tensorAttribute(Op &op) {
  if (op.numOperands() != 0)
    return nullptr;
  for (const auto &entry : op.attrs())
    if (entry.second.get<Tensor>())
      return op.attrs().find(entry.first)->get<Tensor>();
  return nullptr;
}

const Tensor *faithfulConstant(const Graph &graph, const std::string &name) {
  Value *v = graph.value(name);
  if (!v)
    return nullptr;
  if (v->isWeight())
    return &v->tensor();
  return v->definingOp() ? tensorAttribute(*v->definingOp()) : nullptr;
}

void setFaithfulConstant(Graph &graph, const std::string &name, Tensor tensor) {
  Value *v = graph.value(name);
  if (v->isWeight())
    v->setTensor(std::move(tensor));
  else
    *tensorAttribute(*v->definingOp()) = std::move(tensor);
}

} // namespace fixcon
