// Names are declared before anything is read, so that an input or node of the same name is noticed.
// Elements move out of the message, and the initialisers with them, so the weights of a large model
// are in memory once.
#include "TensorReader.h"

#include "ONNX/Codec/Residue.h"
#include "ONNX/Codec/Sparse.h"

#include "residue.pb.h"

namespace fixcon {

static LogicalResult declareWeight(const std::string &name, ImportContext &context, Scope &scope) {
  if (name.empty())
    return context.diags().error(context.atFile()) << "an initializer has no name";
  if (!scope.declare(name))
    return context.diags().error(context.atTensor(name))
           << "two initializers have the name '" << name << "'";
  return success();
}

LogicalResult declareWeights(const onnx::GraphProto &proto, ImportContext &context, Scope &scope) {
  for (const auto &tensor : proto.initializer())
    if (failed(declareWeight(tensor.name(), context, scope)))
      return failure();
  for (const auto &sparse : proto.sparse_initializer())
    if (failed(declareWeight(sparse.values().name(), context, scope)))
      return failure();
  return success();
}

static void addWeight(const std::string &name, Tensor tensor, const onnx::TensorResidue &residue,
                      Scope &scope, Graph &graph) {
  Value *weight = graph.addWeight(std::move(tensor), scope.nameFor(name));
  scope.bind(name, weight);
  AttrDict attrs;
  storeResidue(residue, attrs);
  if (!attrs.empty())
    weight->setAttrs(std::move(attrs));
}

LogicalResult readWeights(onnx::GraphProto &proto, ImportContext &context, Scope &scope,
                          Graph &graph) {
  auto placeOf = [&](const std::string &name) {
    return TensorPlace{context.diags(), context.atTensor(name), "initializer '" + name + "'"};
  };
  for (auto &tensor : *proto.mutable_initializer()) {
    std::string name = tensor.name();
    tensor.clear_name();
    onnx::TensorResidue residue;
    auto read = decodeTensor(tensor, &context.external, placeOf(name), residue);
    if (failed(read))
      return failure();
    addWeight(name, std::move(*read), residue, scope, graph);
  }
  for (const auto &sparse : proto.sparse_initializer()) {
    const std::string &name = sparse.values().name();
    onnx::TensorResidue residue;
    auto read =
        decodeSparse(sparse, &context.external, placeOf(name), context.denseBudget, residue);
    if (failed(read))
      return failure();
    addWeight(name, std::move(*read), residue, scope, graph);
  }
  proto.clear_initializer();
  proto.clear_sparse_initializer();
  return success();
}

} // namespace fixcon
