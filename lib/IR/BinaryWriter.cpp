// Writes the binary form. The structure is built in memory; contents go to the file from where they
// are, each once, however many tensors hold it.
#include "BinaryFormat.h"
#include "fixcon/IR/Binary.h"
#include "fixcon/IR/Text.h"
#include "fixcon/Support/File.h"

#include "Module_generated.h"

#include <cstring>

namespace fixcon {
namespace {

namespace fb = flatbuffers;

class Writer {
public:
  /// False if the structure is too large for its format.
  bool build(const Module &module);
  LogicalResult write(const std::string &path, Diagnostics &diags);

private:
  template <class T> using Offsets = std::vector<fb::Offset<T>>;
  using Indices = std::vector<uint32_t>;

  uint32_t string(std::string_view text);
  Indices stringList(const std::vector<std::string> &texts);
  uint32_t blob(std::span<const std::byte> bytes, ContentHash hash);
  fb::Offset<irb::Type> type(const Type &type);
  fb::Offset<irb::Quantization> quantization(const Type &type);
  fb::Offset<irb::Tensor> tensor(const Tensor &tensor);
  Offsets<irb::Attr> attributes(const AttrDict &dict);
  fb::Offset<irb::Attr> attribute(const std::string &name, const Attribute &value);
  fb::Offset<irb::Value> value(const Value &value);
  fb::Offset<irb::Weight> weight(const Value &weight);
  fb::Offset<irb::Op> op(const Op &op);
  fb::Offset<irb::Graph> graph(const Graph &graph);
  fb::Offset<irb::Record> record(const Record &record);

  /// What an attribute consists of; each kind fills in its own.
  struct Parts {
    uint64_t number = 0;
    uint32_t text = 0, value = 0;
    std::vector<uint64_t> words;
    Offsets<irb::Tensor> tensors;
    Offsets<irb::Type> types;
  };
  irb::AttrKind fill(Parts &, std::monostate) { return irb::AttrKind_Unit; }
  irb::AttrKind fill(Parts &p, bool v) { return p.number = v, irb::AttrKind_Bool; }
  irb::AttrKind fill(Parts &p, int64_t v);
  irb::AttrKind fill(Parts &p, double v);
  irb::AttrKind fill(Parts &p, const std::string &v);
  irb::AttrKind fill(Parts &p, const Bytes &v);
  irb::AttrKind fill(Parts &p, const Attribute::Ints &v);
  irb::AttrKind fill(Parts &p, const Attribute::Floats &v);
  irb::AttrKind fill(Parts &p, const Attribute::Strings &v);
  irb::AttrKind fill(Parts &p, const Tensor &v);
  irb::AttrKind fill(Parts &p, const std::vector<Tensor> &v);
  irb::AttrKind fill(Parts &p, const Type &v);
  irb::AttrKind fill(Parts &p, const std::vector<Type> &v);
  irb::AttrKind fill(Parts &p, RegionRef v) { return p.number = v.index, irb::AttrKind_Region; }
  irb::AttrKind fill(Parts &p, const std::vector<RegionRef> &v);
  irb::AttrKind fill(Parts &p, const SymbolRef &v);

  /// Whether `bytes` more fit into the structure; sticky once they do not.
  bool reserve(size_t bytes);
  template <class T> auto vector(const std::vector<T> &items) {
    bool fits = reserve(items.size() * sizeof(T));
    return items.empty() || !fits ? fb::Offset<fb::Vector<T>>() : builder.CreateVector(items);
  }
  template <class T> auto structs(const std::vector<T> &items) {
    bool fits = reserve(items.size() * sizeof(T));
    return items.empty() || !fits ? fb::Offset<fb::Vector<const T *>>()
                                  : builder.CreateVectorOfStructs(items);
  }

  fb::FlatBufferBuilder builder;
  size_t estimate = 0;
  uint64_t attributeBytes = 0;
  bool tooLarge = false;
  Offsets<fb::String> strings;
  std::vector<irb::Blob> blobs;
  std::vector<std::span<const std::byte>> contents;
  std::unordered_map<ContentHash, uint32_t> blobOf;
  uint64_t dataSize = 0;
  std::unordered_map<const Value *, uint32_t> numbers;
  uint32_t nextNumber = 0;
};

bool Writer::reserve(size_t bytes) {
  // FlatBuffers ends at 2 GiB; tables are counted at a generous size.
  constexpr size_t limit = size_t{3} << 29, table = 64;
  if (bytes > limit || estimate > limit - bytes)
    tooLarge = true;
  else
    estimate += bytes + table;
  return !tooLarge;
}

uint32_t Writer::string(std::string_view text) {
  strings.push_back(reserve(text.size()) ? builder.CreateString(text.data(), text.size())
                                         : fb::Offset<fb::String>());
  return static_cast<uint32_t>(strings.size() - 1);
}

Writer::Indices Writer::stringList(const std::vector<std::string> &texts) {
  Indices indices;
  for (const std::string &text : texts)
    indices.push_back(string(text));
  return indices;
}

uint32_t Writer::blob(std::span<const std::byte> bytes, ContentHash hash) {
  auto [entry, fresh] = blobOf.try_emplace(hash, static_cast<uint32_t>(blobs.size()));
  if (fresh) {
    blobs.emplace_back(dataSize, bytes.size());
    contents.push_back(bytes);
    dataSize = irb::aligned(dataSize + bytes.size());
  }
  return entry->second;
}

fb::Offset<irb::Type> Writer::type(const Type &type) {
  std::vector<irb::Dim> dims;
  for (const Dim &dim : type.dims())
    dims.emplace_back(dim.isStatic() ? dim.size() : -1,
                      dim.isSymbol() ? string(dim.symbolName()) : irb::nothing);
  bool nests = type.kind() == Type::Kind::Sequence || type.kind() == Type::Kind::Optional ||
               type.kind() == Type::Kind::Map;
  auto inner = nests ? this->type(type.inner()) : fb::Offset<irb::Type>();
  auto dimVector = structs(dims);
  return irb::CreateType(builder, static_cast<uint8_t>(type.kind()),
                         static_cast<uint8_t>(type.dtype()), type.isRanked(), dimVector, inner,
                         quantization(type));
}

fb::Offset<irb::Quantization> Writer::quantization(const Type &type) {
  const Quantization *grid = type.quantization();
  if (!grid)
    return {};
  auto scales = vector(grid->scales);
  auto zeroPoints = vector(grid->zeroPoints);
  return irb::CreateQuantization(builder, scales, zeroPoints, grid->axis);
}

fb::Offset<irb::Tensor> Writer::tensor(const Tensor &tensor) {
  auto shape = vector(tensor.shape());
  auto dtype = static_cast<uint8_t>(tensor.dtype());
  if (!tensor.isString())
    return irb::CreateTensor(builder, dtype, shape, blob(tensor.bytes(), tensor.bytesHash()));
  Indices texts;
  for (const std::string &text : tensor.strings())
    texts.push_back(string(text));
  return irb::CreateTensor(builder, dtype, shape, 0, vector(texts));
}

irb::AttrKind Writer::fill(Parts &p, int64_t v) {
  p.number = static_cast<uint64_t>(v);
  return irb::AttrKind_Int;
}

irb::AttrKind Writer::fill(Parts &p, double v) {
  p.number = std::bit_cast<uint64_t>(v);
  return irb::AttrKind_Float;
}

irb::AttrKind Writer::fill(Parts &p, const std::string &v) {
  p.text = string(v);
  return irb::AttrKind_String;
}

irb::AttrKind Writer::fill(Parts &p, const Bytes &v) {
  auto bytes = std::as_bytes(std::span(v.data));
  attributeBytes += bytes.size();
  tooLarge = tooLarge || attributeBytes > irb::maxAttributeBytes;
  p.text = blob(bytes, hashBytes(bytes));
  return irb::AttrKind_Bytes;
}

irb::AttrKind Writer::fill(Parts &p, const Attribute::Ints &v) {
  p.words.assign(v.begin(), v.end());
  return irb::AttrKind_Ints;
}

irb::AttrKind Writer::fill(Parts &p, const Attribute::Floats &v) {
  for (double number : v)
    p.words.push_back(std::bit_cast<uint64_t>(number));
  return irb::AttrKind_Floats;
}

irb::AttrKind Writer::fill(Parts &p, const Attribute::Strings &v) {
  Indices indices = stringList(v);
  p.words.assign(indices.begin(), indices.end());
  return irb::AttrKind_Strings;
}

irb::AttrKind Writer::fill(Parts &p, const Tensor &v) {
  p.tensors.push_back(tensor(v));
  return irb::AttrKind_Tensor;
}

irb::AttrKind Writer::fill(Parts &p, const std::vector<Tensor> &v) {
  for (const Tensor &one : v)
    p.tensors.push_back(tensor(one));
  return irb::AttrKind_Tensors;
}

irb::AttrKind Writer::fill(Parts &p, const Type &v) {
  p.types.push_back(type(v));
  return irb::AttrKind_Type;
}

irb::AttrKind Writer::fill(Parts &p, const std::vector<Type> &v) {
  for (const Type &one : v)
    p.types.push_back(type(one));
  return irb::AttrKind_Types;
}

irb::AttrKind Writer::fill(Parts &p, const std::vector<RegionRef> &v) {
  for (RegionRef ref : v)
    p.words.push_back(ref.index);
  return irb::AttrKind_Regions;
}

irb::AttrKind Writer::fill(Parts &p, const SymbolRef &v) {
  p.text = string(v.graph);
  p.value = string(v.value);
  return irb::AttrKind_Symbol;
}

fb::Offset<irb::Attr> Writer::attribute(const std::string &name, const Attribute &value) {
  Parts p;
  irb::AttrKind kind = std::visit([&](const auto &v) { return fill(p, v); }, value.value());
  uint32_t nameIndex = string(name);
  auto words = vector(p.words);
  auto tensors = vector(p.tensors);
  auto types = vector(p.types);
  return irb::CreateAttr(builder, nameIndex, kind, p.number, p.text, p.value, words, tensors,
                         types);
}

Writer::Offsets<irb::Attr> Writer::attributes(const AttrDict &dict) {
  Offsets<irb::Attr> attrs;
  for (const auto &[name, value] : dict)
    attrs.push_back(attribute(name, value));
  return attrs;
}

fb::Offset<irb::Value> Writer::value(const Value &value) {
  numbers[&value] = nextNumber++;
  uint32_t name = string(value.name());
  return irb::CreateValue(builder, name, type(value.type()));
}

fb::Offset<irb::Weight> Writer::weight(const Value &weight) {
  numbers[&weight] = nextNumber++;
  uint32_t name = string(weight.name());
  auto content = tensor(weight.tensor());
  auto attrs = vector(weight.attrs() ? attributes(*weight.attrs()) : Offsets<irb::Attr>());
  auto origins = vector(stringList(weight.origins()));
  return irb::CreateWeight(builder, name, content, attrs, origins, quantization(weight.type()));
}

fb::Offset<irb::Op> Writer::op(const Op &op) {
  Indices operands;
  for (const Value *v : op.operands())
    operands.push_back(v ? numbers.at(v) : irb::nothing);
  Offsets<irb::Graph> regions;
  for (unsigned i = 0; i < op.numRegions(); ++i)
    regions.push_back(graph(op.region(i)));
  Offsets<irb::Value> results;
  for (unsigned i = 0; i < op.numResults(); ++i)
    results.push_back(value(*op.result(i)));
  uint32_t name = string(op.name()), node = string(op.location().node);
  auto operandVector = vector(operands);
  auto resultVector = vector(results);
  auto attrs = vector(attributes(op.attrs()));
  auto regionVector = vector(regions);
  auto origins = vector(stringList(op.origins()));
  return irb::CreateOp(builder, name, operandVector, resultVector, attrs, regionVector, node,
                       op.location().index, origins);
}

fb::Offset<irb::Graph> Writer::graph(const Graph &graph) {
  uint32_t outside = nextNumber;
  Offsets<irb::Value> arguments;
  for (const auto &v : graph.arguments())
    arguments.push_back(value(*v));
  Offsets<irb::Weight> weights;
  for (const auto &v : graph.weights())
    weights.push_back(weight(*v));
  Offsets<irb::Op> ops;
  for (const auto &o : graph.ops())
    ops.push_back(op(*o));
  std::vector<irb::Output> outputs;
  for (unsigned i = 0; i < graph.numOutputs(); ++i)
    outputs.emplace_back(numbers.at(graph.output(i)), string(graph.outputName(i)));
  nextNumber = outside;
  Indices domains;
  std::vector<int64_t> versions;
  for (const auto &[domain, version] : graph.opsets()) {
    domains.push_back(string(domain));
    versions.push_back(version);
  }
  uint32_t name = string(graph.name()), dialect = string(graph.dialect()),
           derivedFrom = string(graph.derivedFrom());
  auto domainVector = vector(domains);
  auto versionVector = vector(versions);
  auto attrs = vector(attributes(graph.attrs()));
  auto argumentVector = vector(arguments);
  auto weightVector = vector(weights);
  auto opVector = vector(ops);
  auto outputVector = structs(outputs);
  return irb::CreateGraph(builder, name, dialect, domainVector, versionVector, derivedFrom, attrs,
                          argumentVector, weightVector, opVector, outputVector,
                          static_cast<uint8_t>(graph.kind()));
}

fb::Offset<irb::Record> Writer::record(const Record &record) {
  uint32_t kind = string(record.kind), tag = string(record.tag),
           subject = string(record.subject.graph), subjectValue = string(record.subject.value),
           against = string(record.against.graph), againstValue = string(record.against.value);
  auto attrs = vector(attributes(record.attrs));
  return irb::CreateRecord(builder, kind, tag, subject, subjectValue, against, againstValue, attrs);
}

bool Writer::build(const Module &module) {
  Offsets<irb::Graph> graphs;
  for (const auto &g : module.graphs()) {
    numbers.clear();
    graphs.push_back(graph(*g));
  }
  Offsets<irb::Record> records;
  for (const Record &r : module.records())
    records.push_back(record(r));
  auto attrs = vector(attributes(module.attrs()));
  auto graphVector = vector(graphs);
  auto recordVector = vector(records);
  auto blobVector = structs(blobs);
  auto stringVector = vector(strings);
  if (tooLarge)
    return false;
  builder.Finish(
      irb::CreateModule(builder, stringVector, blobVector, graphVector, recordVector, attrs));
  return true;
}

LogicalResult Writer::write(const std::string &path, Diagnostics &diags) {
  static constexpr std::byte zeros[irb::alignment]{};
  irb::Header header{};
  std::memcpy(header.magic, irb::magic, sizeof header.magic);
  header.version = irb::formatVersion;
  header.structureOffset = sizeof header;
  header.structureSize = builder.GetSize();
  header.dataOffset = irb::aligned(header.structureOffset + header.structureSize);
  header.dataSize = dataSize;
  std::vector<std::span<const std::byte>> parts{
      std::as_bytes(std::span(&header, 1)),
      std::as_bytes(std::span(builder.GetBufferPointer(), builder.GetSize()))};
  auto pad = [&](uint64_t size) {
    parts.push_back(std::span(zeros).first(irb::aligned(size) - size));
  };
  pad(header.structureSize);
  for (auto content : contents) {
    parts.push_back(content);
    pad(content.size());
  }
  return writeFile(path, parts, diags);
}

} // namespace

LogicalResult writeBinary(const Module &module, const std::string &path, Diagnostics &diags) {
  if (failed(verifyStructure(module)))
    return failure();
  Writer writer;
  if (!writer.build(module))
    return diags.error(Location::inFile(path))
           << "the module without its weights is too large for the binary form";
  return writer.write(path, diags);
}

} // namespace fixcon
