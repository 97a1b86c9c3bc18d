// The file's tables are unpacked into objects, which are brought in line with the IR: a tensor for each value,
// an operator for each op in their order, a buffer for each weight. What both have already is left as it is;
// tensors that no value names any more stay, so that numbers kept elsewhere (metadata, signatures) hold.
#include "Rebuild.h"

#include "TFLite/Codec/Contents.h"
#include "TFLite/Codec/Names.h"
#include "TFLite/Codec/Options.h"
#include "TFLite/Codec/Types.h"

#include <algorithm>
#include <cstring>
#include <map>
#include <unordered_map>

namespace fixcon {
namespace {

namespace fb = flatbuffers;

/// Tables and contents of a file are reached by offsets of 31 bits; some room is for the tables.
constexpr uint64_t maxContents = uint64_t{2'000'000'000};

class Builder {
public:
  Builder(const Graph &graph, const BaseFile *base, const Graph *before)
      : graph(graph), base(base), before(before) {}

  FailureOr<std::string> run();

private:
  struct Place { ///< of a graph in the file
    const Graph &graph;
    const Graph *before; ///< what importing the base gives
    tfl::SubGraphT &to;
    std::unordered_map<std::string, int32_t> indices; ///< of tensors, by the names of values
  };
  LogicalResult unpack();
  LogicalResult subgraph(size_t index, const Graph &from);
  void countUsers();
  FailureOr<int32_t> tensor(Place &place, const Value &value);
  LogicalResult describe(tfl::TensorT &tensor, const Value &value, const Type &was);
  LogicalResult content(tfl::TensorT &tensor, const Value &weight);
  LogicalResult op(Place &place, const Op &op,
                   std::unordered_map<std::string, std::unique_ptr<tfl::OperatorT>> &old);
  LogicalResult options(const Op &op, const OperatorKey &key, tfl::OperatorT &to);
  uint32_t codeOf(const OperatorKey &key, int32_t version);
  std::optional<int64_t> subgraphNumber(const std::string &name) const;
  FailureOr<std::string> pack();

  const Graph &graph;
  const BaseFile *base;
  const Graph *before;
  tfl::ModelT model;
  std::vector<std::string> graphNames;
  std::vector<unsigned> users; ///< how many tensors and metadata read each buffer
};

LogicalResult Builder::unpack() {
  if (!base) {
    model.version = 3;
    model.buffers.push_back(std::make_unique<tfl::BufferT>());
    return success();
  }
  base->file.model().UnPackTo(&model);
  uint64_t total = 0;
  for (size_t i = 0; i < model.buffers.size(); ++i) {
    auto bytes = base->file.buffer(i);
    if ((total += bytes.size()) > maxContents)
      return graph.module().diagnostics().error(graph.location())
             << "is edited and larger than 2 GB; such a file cannot be written";
    tfl::BufferT &buffer = *model.buffers[i];
    if (buffer.offset <= 1)
      continue;
    auto *data = reinterpret_cast<const uint8_t *>(bytes.data());
    buffer.data.assign(data, data + bytes.size());
    buffer.offset = buffer.size = 0;
  }
  return success();
}

void Builder::countUsers() {
  users.assign(std::max<size_t>(model.buffers.size(), 1), 0);
  for (const auto &sub : model.subgraphs)
    for (const auto &tensor : sub->tensors)
      ++users[tensor->buffer];
  for (const auto &entry : model.metadata)
    if (entry->buffer < users.size())
      ++users[entry->buffer];
}

std::optional<int64_t> Builder::subgraphNumber(const std::string &name) const {
  auto found = std::ranges::find(graphNames, name);
  return found == graphNames.end() ? std::nullopt
                                   : std::optional<int64_t>(found - graphNames.begin());
}

LogicalResult Builder::describe(tfl::TensorT &to, const Value &value, const Type &was) {
  const Type &type = value.type();
  if (type == was)
    return success();
  auto stored = type.isTensor() ? tensorTypeOf(type.dtype()) : std::nullopt;
  if (!stored)
    return graph.module().diagnostics().error(graph.location())
           << "%" << value.name() << " is " << type.str() << ", which the format does not have";
  to.type = *stored;
  to.has_rank = type.isRanked();
  to.shape.clear();
  to.shape_signature.clear();
  bool open = false;
  for (const Dim &dim : type.dims()) {
    open |= !dim.isStatic();
    to.shape.push_back(dim.isStatic() ? static_cast<int32_t>(dim.size()) : 1);
    to.shape_signature.push_back(dim.isStatic() ? static_cast<int32_t>(dim.size()) : -1);
  }
  if (!open)
    to.shape_signature.clear();
  const Quantization *grid = type.quantization(), *oldGrid = was.quantization();
  if (grid && !(oldGrid && *oldGrid == *grid)) {
    to.quantization = std::make_unique<tfl::QuantizationParametersT>();
    to.quantization->scale = grid->scales;
    to.quantization->zero_point = grid->zeroPoints;
    to.quantization->quantized_dimension = static_cast<int32_t>(std::max<int64_t>(grid->axis, 0));
  } else if (!grid && oldGrid)
    to.quantization.reset();
  return success();
}

/// A buffer that others read too is left to them.
LogicalResult Builder::content(tfl::TensorT &to, const Value &weight) {
  std::vector<std::byte> scratch;
  auto bytes = encodeContent(weight.tensor(), scratch);
  auto &data = model.buffers[to.buffer]->data;
  auto *begin = reinterpret_cast<const uint8_t *>(bytes.data());
  if (to.buffer && data.size() == bytes.size() && std::equal(data.begin(), data.end(), begin))
    return success();
  bool variable = weight.attrs() && weight.attrs()->getOr<bool>(variableAttr, false);
  to.is_variable = variable;
  if (variable || bytes.empty())
    return success();
  if (!to.buffer || users[to.buffer] > 1) {
    --users[to.buffer];
    to.buffer = static_cast<uint32_t>(model.buffers.size());
    model.buffers.push_back(std::make_unique<tfl::BufferT>());
    users.push_back(1);
  }
  model.buffers[to.buffer]->data.assign(begin, begin + bytes.size());
  return success();
}

FailureOr<int32_t> Builder::tensor(Place &place, const Value &value) {
  auto [entry, fresh] =
      place.indices.try_emplace(value.name(), static_cast<int32_t>(place.to.tensors.size()));
  const Value *old = fresh || !place.before ? nullptr : place.before->value(value.name());
  if (fresh) {
    place.to.tensors.push_back(std::make_unique<tfl::TensorT>());
    place.to.tensors.back()->name = value.name();
    ++users[0];
  }
  tfl::TensorT &to = *place.to.tensors[static_cast<size_t>(entry->second)];
  if (failed(describe(to, value, old ? old->type() : Type::none())))
    return failure();
  if (value.isWeight() && failed(content(to, value)))
    return failure();
  return entry->second;
}

uint32_t Builder::codeOf(const OperatorKey &key, int32_t version) {
  for (uint32_t i = 0; i < model.operator_codes.size(); ++i) {
    const tfl::OperatorCodeT &code = *model.operator_codes[i];
    int32_t number = std::max<int32_t>(code.deprecated_builtin_code, code.builtin_code);
    if (number == key.builtin && code.custom_code == key.custom && code.version == version)
      return i;
  }
  auto code = std::make_unique<tfl::OperatorCodeT>();
  code->deprecated_builtin_code = static_cast<int8_t>(
      std::min<int32_t>(key.builtin, tfl::BuiltinOperator_PLACEHOLDER_FOR_GREATER_OP_CODES));
  code->builtin_code = static_cast<tfl::BuiltinOperator>(key.builtin);
  code->custom_code = key.custom;
  code->version = version;
  model.operator_codes.push_back(std::move(code));
  return static_cast<uint32_t>(model.operator_codes.size() - 1);
}

LogicalResult Builder::options(const Op &op, const OperatorKey &key, tfl::OperatorT &to) {
  AttrDict attrs = op.attrs();
  if (const auto *custom = attrs.get<Bytes>("custom_options")) {
    to.custom_options.assign(custom->data.begin(), custom->data.end());
    attrs.erase("custom_options");
  }
  OptionsKey kind = optionsOf(key.builtin);
  static const fb::TypeTable none{fb::ST_TABLE, 0, nullptr, nullptr, nullptr, nullptr, nullptr};
  fb::FlatBufferBuilder builder;
  if (failed(writeOptions(
          builder, attrs, kind.table ? *kind.table : none,
          [&](const std::string &name) { return subgraphNumber(name); },
          [&] { return op.emitError(); })))
    return failure();
  const auto *table = fb::GetRoot<fb::Table>(builder.GetBufferPointer());
  to.builtin_options.Reset();
  to.builtin_options_2.Reset();
  if (kind.type && kind.second) {
    to.builtin_options_2.type = static_cast<tfl::BuiltinOptions2>(kind.type);
    to.builtin_options_2.value =
        tfl::BuiltinOptions2Union::UnPack(table, to.builtin_options_2.type, nullptr);
  } else if (kind.type) {
    to.builtin_options.type = static_cast<tfl::BuiltinOptions>(kind.type);
    to.builtin_options.value =
        tfl::BuiltinOptionsUnion::UnPack(table, to.builtin_options.type, nullptr);
  }
  return success();
}

const Op *makerOf(const Graph *graph, const std::string &value) {
  const Value *found = graph && !value.empty() ? graph->value(value) : nullptr;
  return found ? found->definingOp() : nullptr;
}

LogicalResult Builder::op(Place &place, const Op &op,
                          std::unordered_map<std::string, std::unique_ptr<tfl::OperatorT>> &old) {
  auto key = operatorKey(op);
  if (!key || op.numRegions())
    return op.emitError() << "'" << op.name() << "' is no operator of the format";
  std::string first = op.numResults() ? op.result()->name() : "";
  const Op *was = makerOf(place.before, first);
  auto kept = old.find(first);
  bool same = was && was->name() == op.name() && kept != old.end() && kept->second;
  auto made = same ? std::move(kept->second) : std::make_unique<tfl::OperatorT>();
  if ((!same || !(was->attrs() == op.attrs())) && failed(options(op, *key, *made)))
    return failure();
  int64_t version = op.attrs().getOr<int64_t>(versionAttr, 1);
  made->opcode_index = codeOf(*key, static_cast<int32_t>(version));
  made->inputs.clear();
  made->outputs.clear();
  for (const Value *operand : op.operands()) {
    auto index = operand ? tensor(place, *operand) : FailureOr<int32_t>(-1);
    if (failed(index))
      return failure();
    made->inputs.push_back(*index);
  }
  for (unsigned i = 0; i < op.numResults(); ++i) {
    auto index = tensor(place, *op.result(i));
    if (failed(index))
      return failure();
    made->outputs.push_back(*index);
  }
  if (made->mutating_variable_inputs.size() != made->inputs.size())
    made->mutating_variable_inputs.clear();
  place.to.operators.push_back(std::move(made));
  return success();
}

LogicalResult Builder::subgraph(size_t index, const Graph &from) {
  if (index >= model.subgraphs.size())
    model.subgraphs.push_back(std::make_unique<tfl::SubGraphT>());
  Place place{from, nullptr, *model.subgraphs[index], {}};
  std::unordered_map<std::string, std::unique_ptr<tfl::OperatorT>> old;
  if (base && index < base->file.model().subgraphs()->size()) {
    place.before = before->module().graph(subgraphName(graph.name(), index));
    std::vector<std::string> names =
        valueNames(*base->file.model().subgraphs()->Get(static_cast<unsigned>(index)));
    for (size_t i = 0; i < names.size(); ++i)
      place.indices.emplace(names[i], static_cast<int32_t>(i));
    for (auto &op : place.to.operators)
      if (!op->outputs.empty())
        old.emplace(names[static_cast<size_t>(op->outputs[0])], std::move(op));
  }
  place.to.operators.clear();
  place.to.inputs.clear();
  place.to.outputs.clear();
  for (const auto &argument : from.arguments()) {
    auto made = tensor(place, *argument);
    if (failed(made))
      return failure();
    place.to.inputs.push_back(*made);
  }
  for (const auto &one : from.ops())
    if (failed(op(place, *one, old)))
      return failure();
  for (unsigned i = 0; i < from.numOutputs(); ++i) {
    auto made = tensor(place, *from.output(i));
    if (failed(made))
      return failure();
    place.to.outputs.push_back(*made);
  }
  return success();
}

FailureOr<std::string> Builder::pack() {
  uint64_t total = 0;
  for (const auto &buffer : model.buffers)
    total += buffer->data.size();
  if (total > maxContents)
    return graph.module().diagnostics().error(graph.location())
           << "holds more than 2 GB, which cannot be written";
  fb::FlatBufferBuilder builder;
  tfl::FinishModelBuffer(builder, tfl::Model::Pack(builder, &model));
  return std::string(reinterpret_cast<const char *>(builder.GetBufferPointer()), builder.GetSize());
}

FailureOr<std::string> Builder::run() {
  if (failed(unpack()))
    return failure();
  countUsers();
  size_t known = model.subgraphs.size();
  std::vector<const Graph *> graphs = {&graph};
  for (size_t i = 1; i < known || graph.module().graph(subgraphName(graph.name(), i)); ++i)
    graphs.push_back(graph.module().graph(subgraphName(graph.name(), i)));
  for (size_t i = 0; i < graphs.size(); ++i)
    graphNames.push_back(subgraphName(graph.name(), i));
  for (size_t i = 0; i < graphs.size(); ++i)
    if (graphs[i] && failed(subgraph(i, *graphs[i])))
      return failure();
  return pack();
}

} // namespace

FailureOr<std::string> rebuild(const Graph &graph, const BaseFile *base, const Graph *before) {
  return Builder(graph, base, before).run();
}

} // namespace fixcon
