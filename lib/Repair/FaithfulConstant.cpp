#include "FaithfulConstant.h"

#include "fixcon/Align/NormalPair.h"

namespace fixcon {

const Tensor *faithfulConstant(const Graph &graph, const std::string &name) {
  return faithfulConstant(graph.value(name));
}

void setFaithfulConstant(Graph &graph, const std::string &name, Tensor tensor) {
  Value *v = graph.value(name);
  if (v->isWeight())
    v->setTensor(std::move(tensor));
  else
    // The graph is the caller's to change; only the search for the attribute is const.
    *const_cast<Tensor *>(faithfulConstant(v)) = std::move(tensor);
}

} // namespace fixcon
