// Tensors that something makes are values; those that nothing makes are weights if the file has their content,
// they hold no element, or they are variables, which begin as zeros. Operators stand in the order of their
// execution, so what reads a tensor in front of its maker is refused.
#include "SubgraphReader.h"

#include "TFLite/Codec/Contents.h"
#include "TFLite/Codec/Names.h"
#include "TFLite/Codec/Options.h"
#include "TFLite/Codec/Types.h"

namespace fixcon {
namespace {

/// Variables of a file take this much at most.
constexpr int64_t maxVariableBytes = int64_t{256} << 20;

class SubgraphReader {
public:
  SubgraphReader(const ModelFile &file, size_t index, const std::string &model, Graph &graph,
                 CopyBudget &budget)
      : file(file), from(*file.model().subgraphs()->Get(static_cast<unsigned>(index))),
        model(model), graph(graph), budget(budget) {}

  LogicalResult run();

private:
  using Indices = flatbuffers::Vector<int32_t>;
  size_t numTensors() const { return from.tensors() ? from.tensors()->size() : 0; }
  const tfl::Tensor &tensor(size_t i) const {
    return *from.tensors()->Get(static_cast<unsigned>(i));
  }
  DiagnosticBuilder error(const Location &where) {
    return graph.module().diagnostics().error(where);
  }
  DiagnosticBuilder errorAtTensor(size_t i);
  LogicalResult checkTensor(size_t i);
  LogicalResult checkIndices(const Indices *indices, bool mayBeAbsent, const Location &where,
                             const char *what);
  LogicalResult checkOperators();
  LogicalResult readArguments();
  LogicalResult readWeights();
  LogicalResult readWeight(size_t i);
  FailureOr<Tensor> zeros(size_t i, DType dtype, const Shape &shape);
  LogicalResult readOperator(size_t i);
  AttrDict attributesOf(const tfl::Operator &op, const tfl::OperatorCode &code);
  LogicalResult checkSubgraphs(const AttrDict &attrs, const Location &where);
  LogicalResult readOutputs();
  Type typeOfTensor(size_t i);
  Location place(size_t op) const {
    return Location::atNode(file.path(), "", static_cast<int>(op));
  }

  const ModelFile &file;
  const tfl::SubGraph &from;
  const std::string &model;
  Graph &graph;
  CopyBudget &budget;
  std::vector<std::string> names;
  std::vector<Value *> values;
  std::vector<bool> made, read;
  int64_t variableBytes = 0;
};

DiagnosticBuilder SubgraphReader::errorAtTensor(size_t i) {
  const auto *name = tensor(i).name();
  return error(Location::inFile(file.path()))
         << "tensor '" << (name ? name->string_view() : std::string_view()) << "' (#" << i << "): ";
}

LogicalResult SubgraphReader::checkTensor(size_t i) {
  const tfl::Tensor &t = tensor(i);
  if (t.buffer() && t.buffer() >= file.numBuffers())
    return errorAtTensor(i) << "its buffer " << t.buffer() << " is not there";
  for (const Indices *dims : {t.shape(), t.shape_signature()})
    for (unsigned axis = 0; dims && axis < dims->size(); ++axis)
      if (dims->Get(axis) < -1)
        return errorAtTensor(i) << "dimension " << axis << " is " << dims->Get(axis);
  const Indices *shape = t.shape(), *signature = t.shape_signature();
  if (signature && signature->size() > 0 && (!shape || shape->size() != signature->size()))
    return errorAtTensor(i) << "its shape and the signature of its shape differ in rank";
  if (Type type = typeOf(t); type.isStatic() && !storageSize(type.dtype(), type.shape()))
    return errorAtTensor(i) << "the size of " << type.str() << " overflows";
  const auto *scales = t.quantization() ? t.quantization()->scale() : nullptr;
  uint64_t copied = (shape ? shape->size() * sizeof(Dim) : 0) +
                    (t.name() ? 2 * t.name()->size() : 0) + (scales ? scales->size() * 12 : 0);
  if (budget.pay(copied + 64))
    return success();
  return error(Location::inFile(file.path()))
         << "parts of tensor #" << i << " are shared by too many";
}

LogicalResult SubgraphReader::checkIndices(const Indices *indices, bool mayBeAbsent,
                                           const Location &where, const char *what) {
  size_t count = indices ? indices->size() : 0;
  if (!budget.pay(count * sizeof(void *)))
    return error(where) << "parts of the file overlap";
  for (size_t i = 0; i < count; ++i) {
    int32_t index = indices->Get(static_cast<unsigned>(i));
    bool absent = index == -1 && mayBeAbsent;
    if (!absent && (index < 0 || static_cast<size_t>(index) >= numTensors()))
      return error(where) << what << " " << i << " is tensor " << index << " of " << numTensors();
  }
  return success();
}

LogicalResult SubgraphReader::checkOperators() {
  size_t codes = file.model().operator_codes() ? file.model().operator_codes()->size() : 0;
  for (unsigned i = 0; from.operators() && i < from.operators()->size(); ++i) {
    const tfl::Operator &op = *from.operators()->Get(i);
    if (op.opcode_index() >= codes)
      return error(place(i)) << "operator code " << op.opcode_index() << " is not there";
    if (failed(checkIndices(op.inputs(), true, place(i), "input")) ||
        failed(checkIndices(op.outputs(), false, place(i), "output")))
      return failure();
    for (unsigned k = 0; op.inputs() && k < op.inputs()->size(); ++k)
      if (op.inputs()->Get(k) >= 0)
        read[static_cast<size_t>(op.inputs()->Get(k))] = true;
    for (unsigned k = 0; op.outputs() && k < op.outputs()->size(); ++k) {
      auto output = static_cast<size_t>(op.outputs()->Get(k));
      if (made[output])
        return error(place(i)) << "output " << k << ", tensor " << output
                               << ", is made a second time";
      made[output] = true;
    }
  }
  return success();
}

Type SubgraphReader::typeOfTensor(size_t i) {
  Type type = typeOf(tensor(i));
  auto grid = type.isTensor() ? gridOf(tensor(i)) : nullptr;
  Type quantized = grid ? type.quantized(std::move(grid)) : type;
  std::string wrong = quantized.quantizationError();
  if (wrong.empty())
    return quantized;
  // Floats carry the ranges that they had in training.
  if (isInteger(type.dtype()))
    graph.module().diagnostics().warning(Location::inFile(file.path()))
        << "tensor '" << names[i] << "' (#" << i << "): its quantisation is left out: " << wrong;
  return type;
}

LogicalResult SubgraphReader::readArguments() {
  for (unsigned k = 0; from.inputs() && k < from.inputs()->size(); ++k) {
    auto i = static_cast<size_t>(from.inputs()->Get(k));
    if (values[i] || made[i])
      return errorAtTensor(i) << (made[i] ? "an input of the graph is made by an operator"
                                          : "is an input of the graph twice");
    values[i] = graph.addArgument(typeOfTensor(i), names[i]);
  }
  return success();
}

FailureOr<Tensor> SubgraphReader::zeros(size_t i, DType dtype, const Shape &shape) {
  auto size = storageSize(dtype, shape);
  if (!size || *size > maxVariableBytes - variableBytes)
    return errorAtTensor(i) << "variables of " << Type::tensor(dtype, shape).str()
                            << " are too large";
  variableBytes += *size;
  return Tensor(dtype, shape);
}

LogicalResult SubgraphReader::readWeight(size_t i) {
  const tfl::Tensor &t = tensor(i);
  auto bytes = file.buffer(t.buffer());
  auto dtype = dtypeOf(t.type());
  Shape shape;
  for (unsigned axis = 0; t.shape() && axis < t.shape()->size(); ++axis)
    shape.push_back(t.shape()->Get(axis));
  auto count = elementCount(shape);
  if (!dtype || !count || (bytes.empty() && *count != 0 && !t.is_variable()))
    return success(); // who reads it says so
  if (t.sparsity())
    return errorAtTensor(i) << "its elements are sparse, which cannot be read";
  bool hasContent = !bytes.empty();
  auto content = hasContent ? decodeContent(*dtype, shape, bytes, file.owner()) : std::nullopt;
  if (hasContent && !content)
    return errorAtTensor(i) << "its buffer of " << bytes.size() << " bytes does not hold "
                            << Type::tensor(*dtype, shape).str();
  if (!hasContent) {
    auto made = zeros(i, *dtype, shape);
    if (failed(made))
      return failure();
    content = std::move(*made);
  }
  Type type = typeOfTensor(i);
  Type stored = typeOf(*content);
  values[i] = graph.addWeight(std::move(*content), names[i]);
  values[i]->setType(stored.quantizedLike(type));
  if (t.is_variable()) {
    AttrDict attrs;
    attrs.set(variableAttr, true);
    values[i]->setAttrs(std::move(attrs));
  }
  return success();
}

LogicalResult SubgraphReader::readWeights() {
  for (size_t i = 0; i < numTensors(); ++i)
    if (read[i] && !made[i] && !values[i] && failed(readWeight(i)))
      return failure();
  return success();
}

/// About what the lists and texts of attributes take.
uint64_t bytesOf(const AttrDict &attrs) {
  uint64_t bytes = 256;
  for (const auto &[name, value] : attrs) {
    if (const auto *ints = value.get<Attribute::Ints>())
      bytes += 8 * ints->size();
    if (const auto *floats = value.get<Attribute::Floats>())
      bytes += 8 * floats->size();
    if (const auto *words = value.get<Attribute::Strings>())
      bytes += 32 * words->size();
    if (const auto *text = value.get<std::string>())
      bytes += text->size();
    if (const auto *raw = value.get<Bytes>())
      bytes += raw->data.size();
  }
  return bytes;
}

AttrDict SubgraphReader::attributesOf(const tfl::Operator &op, const tfl::OperatorCode &code) {
  auto subgraph = [&](int64_t index) { return subgraphName(model, static_cast<size_t>(index)); };
  AttrDict attrs;
  const auto *first = optionsTable(tfl::BuiltinOptionsTypeTable(), op.builtin_options_type());
  const auto *second = optionsTable(tfl::BuiltinOptions2TypeTable(), op.builtin_options_2_type());
  if (first && op.builtin_options())
    attrs = readOptions(*static_cast<const flatbuffers::Table *>(op.builtin_options()), *first,
                        subgraph);
  if (second && op.builtin_options_2())
    for (const auto &[name, value] : readOptions(
             *static_cast<const flatbuffers::Table *>(op.builtin_options_2()), *second, subgraph))
      attrs.set(name, value);
  if (const auto *custom = op.custom_options())
    attrs.set("custom_options",
              Bytes{std::string(reinterpret_cast<const char *>(custom->Data()), custom->size())});
  if (code.version() != 1)
    attrs.set(versionAttr, static_cast<int64_t>(code.version()));
  return attrs;
}

LogicalResult SubgraphReader::checkSubgraphs(const AttrDict &attrs, const Location &where) {
  for (const auto &[name, value] : attrs) {
    const auto *graphRef = value.get<SymbolRef>();
    if (graphRef && !graph.module().graph(graphRef->graph))
      return error(where) << "attribute '" << name
                          << "' is the number of a subgraph that is not there";
  }
  return success();
}

LogicalResult SubgraphReader::readOperator(size_t i) {
  const tfl::Operator &stored = *from.operators()->Get(static_cast<unsigned>(i));
  const tfl::OperatorCode &code = *file.model().operator_codes()->Get(stored.opcode_index());
  std::vector<Value *> operands;
  for (unsigned k = 0; stored.inputs() && k < stored.inputs()->size(); ++k) {
    int32_t index = stored.inputs()->Get(k);
    operands.push_back(index < 0 ? nullptr : values[static_cast<size_t>(index)]);
    if (index >= 0 && !operands.back())
      return error(place(i)) << "input " << k << ", tensor '" << names[static_cast<size_t>(index)]
                             << "' (#" << index
                             << "), has no content, and nothing in front makes it";
  }
  AttrDict attrs = attributesOf(stored, code);
  if (!budget.pay(bytesOf(attrs)))
    return error(place(i)) << "its options are shared by too many";
  if (failed(checkSubgraphs(attrs, place(i))))
    return failure();
  Op *op = graph.createOp(operatorName(code), operands, std::move(attrs));
  op->setLocation(place(i));
  for (unsigned k = 0; stored.outputs() && k < stored.outputs()->size(); ++k) {
    auto output = static_cast<size_t>(stored.outputs()->Get(k));
    values[output] = op->addResult(typeOfTensor(output), names[output]);
  }
  return success();
}

LogicalResult SubgraphReader::readOutputs() {
  for (unsigned k = 0; from.outputs() && k < from.outputs()->size(); ++k) {
    auto i = static_cast<size_t>(from.outputs()->Get(k));
    if (!values[i])
      return errorAtTensor(i) << "is an output of the graph, has no content, and nothing makes it";
    graph.addOutput(values[i], names[i]);
  }
  return success();
}

LogicalResult SubgraphReader::run() {
  values.resize(numTensors());
  made.resize(numTensors());
  read.resize(numTensors());
  Location where = Location::inFile(file.path());
  for (size_t i = 0; i < numTensors(); ++i)
    if (failed(checkTensor(i)))
      return failure();
  names = valueNames(from);
  if (failed(checkIndices(from.inputs(), false, where, "input")) ||
      failed(checkIndices(from.outputs(), false, where, "output")) || failed(checkOperators()))
    return failure();
  for (unsigned k = 0; from.outputs() && k < from.outputs()->size(); ++k)
    read[static_cast<size_t>(from.outputs()->Get(k))] = true;
  if (failed(readArguments()) || failed(readWeights()))
    return failure();
  for (size_t i = 0; from.operators() && i < from.operators()->size(); ++i)
    if (failed(readOperator(i)))
      return failure();
  return readOutputs();
}

} // namespace

LogicalResult readSubgraph(const ModelFile &file, size_t index, const std::string &model,
                           Graph &graph, CopyBudget &budget) {
  return SubgraphReader(file, index, model, graph, budget).run();
}

} // namespace fixcon
