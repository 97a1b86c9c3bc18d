// Reads the binary form. FlatBuffers' verifier makes the structure safe to walk; what the indices,
// enumerators and sizes in it mean is checked here, and the finished module by verifyStructure.
// A structure may name one part many times, so what is copied out of it is held to its own size.
#include "BinaryReader.h"

#include "fixcon/IR/Binary.h"
#include "fixcon/IR/Text.h"
#include "fixcon/Support/CheckedMath.h"

#include <algorithm>
#include <cstring>

namespace fixcon {

LogicalResult BinaryReader::frame() {
  auto bytes = file->bytes();
  irb::Header header;
  if (bytes.size() < sizeof header)
    return error() << "is too short for a binary module";
  std::memcpy(&header, bytes.data(), sizeof header);
  if (std::memcmp(header.magic, irb::magic, sizeof header.magic) != 0)
    return error() << "is not a binary module";
  if (header.version != irb::formatVersion)
    return error() << "is a binary module of version " << header.version << ", this program reads "
                   << irb::formatVersion;
  auto inside = [&](uint64_t offset, uint64_t size) {
    return offset % irb::alignment == 0 && offset <= bytes.size() && size <= bytes.size() - offset;
  };
  if (!inside(header.structureOffset, header.structureSize) ||
      !inside(header.dataOffset, header.dataSize) ||
      header.structureSize >= FLATBUFFERS_MAX_BUFFER_SIZE)
    return error() << "is cut off or damaged: its parts lie outside of the file";
  data = bytes.subspan(header.dataOffset, header.dataSize);
  return structure(bytes.subspan(header.structureOffset, header.structureSize));
}

LogicalResult BinaryReader::structure(std::span<const std::byte> bytes) {
  // A table and the offset to it take eight bytes, so a file of this size cannot hold more.
  constexpr flatbuffers::uoffset_t maxDepth = 4 * maxNesting;
  auto maxTables = static_cast<flatbuffers::uoffset_t>(bytes.size() / 8 + 1);
  auto *begin = reinterpret_cast<const uint8_t *>(bytes.data());
  flatbuffers::Verifier verifier(begin, bytes.size(), maxDepth, maxTables);
  if (bytes.size() < 8 || !irb::VerifyModuleBuffer(verifier))
    return error() << "is damaged: its structure is not valid";
  root = irb::GetModule(begin);
  budget = bytes.size();
  return copy(root->blobs(), blobs);
}

bool BinaryReader::pay(size_t bytes) {
  if (bytes > budget)
    return false;
  budget -= bytes;
  return true;
}

LogicalResult BinaryReader::string(uint32_t index, std::string &into) {
  const auto *strings = root->strings();
  if (!strings || index >= strings->size())
    return error() << "is damaged: there is no string " << index;
  const auto *text = strings->Get(index);
  if (!pay(text->size()))
    return error() << "is damaged: its parts overlap";
  into.assign(text->data(), text->size());
  return success();
}

LogicalResult BinaryReader::stringList(const flatbuffers::Vector<uint32_t> *indices,
                                       std::vector<std::string> &into) {
  std::vector<uint32_t> numbers;
  if (failed(copy(indices, numbers)))
    return failure();
  for (uint32_t index : numbers) {
    into.emplace_back();
    if (failed(string(index, into.back())))
      return failure();
  }
  return success();
}

FailureOr<std::span<const std::byte>> BinaryReader::blob(uint32_t index) {
  if (index >= blobs.size())
    return error() << "is damaged: there is no content " << index;
  uint64_t offset = blobs[index].offset(), size = blobs[index].size();
  if (offset % irb::alignment != 0 || offset > data.size() || size > data.size() - offset)
    return error() << "is damaged: content " << index << " lies outside of the file";
  return data.subspan(offset, size);
}

FailureOr<DType> BinaryReader::dtype(uint8_t number) {
  if (number > static_cast<uint8_t>(DType::String))
    return error() << "is damaged: there is no element type " << unsigned{number};
  return static_cast<DType>(number);
}

LogicalResult BinaryReader::dims(const irb::Type &type, Dims &into) {
  std::vector<irb::Dim> stored;
  if (failed(copy(type.dims(), stored)))
    return failure();
  for (const irb::Dim &dim : stored) {
    if (dim.size() >= 0) {
      into.emplace_back(dim.size());
      continue;
    }
    if (dim.symbol() == irb::nothing) {
      into.emplace_back();
      continue;
    }
    std::string symbol;
    if (failed(string(dim.symbol(), symbol)))
      return failure();
    into.push_back(Dim::symbol(std::move(symbol)));
  }
  return success();
}

LogicalResult BinaryReader::quantization(const irb::Quantization *from, Type &into) {
  if (!from)
    return success();
  Quantization grid;
  if (failed(copy(from->scales(), grid.scales)) ||
      failed(copy(from->zero_points(), grid.zeroPoints)))
    return failure();
  grid.axis = from->axis();
  into = into.quantized(std::move(grid));
  if (std::string wrong = into.quantizationError(); !wrong.empty())
    return error() << "is damaged: a quantisation is not one: " << wrong;
  return success();
}

FailureOr<Type> BinaryReader::type(const irb::Type *type, unsigned depth) {
  auto element = dtype(type ? type->dtype() : 0);
  if (!type || depth >= maxNesting || failed(element) ||
      type->kind() > static_cast<uint8_t>(Type::Kind::Map))
    return error() << "is damaged: a type is not one";
  auto kind = static_cast<Type::Kind>(type->kind());
  if (kind == Type::Kind::Unknown)
    return Type();
  if (kind == Type::Kind::None)
    return Type::none();
  if (kind == Type::Kind::Tensor || kind == Type::Kind::SparseTensor) {
    Dims extents;
    if (failed(dims(*type, extents)))
      return failure();
    if (kind == Type::Kind::SparseTensor)
      return Type::sparse(*element, std::move(extents));
    Type made =
        type->ranked() ? Type::tensor(*element, std::move(extents)) : Type::unranked(*element);
    if (failed(quantization(type->quantization(), made)))
      return failure();
    return made;
  }
  auto inner = this->type(type->inner(), depth + 1);
  if (failed(inner))
    return failure();
  return kind == Type::Kind::Map        ? Type::map(*element, std::move(*inner))
         : kind == Type::Kind::Optional ? Type::optional(std::move(*inner))
                                        : Type::sequence(std::move(*inner));
}

/// Whether every element is one that the dtype has; most dtypes use all bits.
static bool validElements(DType dtype, std::span<const std::byte> bytes) {
  int low = 0, high = 0;
  switch (dtype) {
  case DType::Bool:
    high = 1;
    break;
  case DType::U2:
    high = 3;
    break;
  case DType::U4:
  case DType::F4E2M1:
    high = 15;
    break;
  case DType::I2:
    low = -2, high = 1;
    break;
  case DType::I4:
    low = -8, high = 7;
    break;
  default:
    return true;
  }
  return std::all_of(bytes.begin(), bytes.end(), [&](std::byte b) {
    int value = static_cast<int8_t>(b);
    return low <= value && value <= high;
  });
}

FailureOr<Tensor> BinaryReader::tensor(const irb::Tensor *tensor) {
  auto element = dtype(tensor ? tensor->dtype() : 0);
  if (!tensor || failed(element))
    return error() << "is damaged: a tensor is missing";
  Shape shape;
  if (failed(copy(tensor->shape(), shape)))
    return failure();
  auto size = storageSize(*element, shape);
  if (!size)
    return error() << "is damaged: the size of a tensor is not valid";
  if (*element == DType::String)
    return strings(*tensor, std::move(shape));
  auto bytes = blob(tensor->blob());
  if (failed(bytes))
    return failure();
  if (static_cast<uint64_t>(*size) != bytes->size() || !validElements(*element, *bytes))
    return error() << "is damaged: content " << tensor->blob() << " is not a "
                   << Type::tensor(*element, shape).str();
  return Tensor::view(*element, std::move(shape), *bytes, file);
}

FailureOr<Tensor> BinaryReader::strings(const irb::Tensor &tensor, Shape shape) {
  std::vector<std::string> texts;
  if (failed(stringList(tensor.strings(), texts)))
    return failure();
  if (*elementCount(shape) != static_cast<int64_t>(texts.size()))
    return error() << "is damaged: a tensor of strings has another size";
  return Tensor::strings(std::move(shape), std::move(texts));
}

LogicalResult BinaryReader::graph(const irb::Graph &from, Graph &into, unsigned depth) {
  if (depth >= maxNesting)
    return error() << "is damaged: graphs are nested too deeply";
  size_t outside = values.size();
  std::string dialect, derivedFrom;
  std::vector<std::string> domains;
  std::vector<int64_t> versions;
  if (failed(string(from.dialect(), dialect)) || failed(string(from.derived_from(), derivedFrom)) ||
      failed(stringList(from.domains(), domains)) || failed(copy(from.versions(), versions)) ||
      failed(attributes(from.attrs(), into.attrs())))
    return failure();
  if (domains.size() != versions.size())
    return error() << "is damaged: opsets and their versions differ in number";
  if (from.kind() > std::size(derivedKinds) || (from.kind() == 0) != derivedFrom.empty())
    return error() << "is damaged: a graph is derived in no known way";
  std::vector<std::pair<std::string, int64_t>> opsets;
  for (size_t i = 0; i < domains.size(); ++i)
    opsets.emplace_back(std::move(domains[i]), versions[i]);
  into.setDialect(std::move(dialect));
  into.setDerived(static_cast<GraphKind>(from.kind()), std::move(derivedFrom));
  into.setOpsets(std::move(opsets));
  for (const irb::Value *v : items(from.arguments()))
    if (failed(argument(*v, into)))
      return failure();
  for (const irb::Weight *w : items(from.weights()))
    if (failed(weight(*w, into)))
      return failure();
  for (const irb::Op *o : items(from.ops()))
    if (failed(op(*o, into, depth)))
      return failure();
  if (failed(outputs(from, into)))
    return failure();
  values.resize(outside);
  return success();
}

LogicalResult BinaryReader::newName(uint32_t index, const Graph &graph, std::string &into) {
  if (failed(string(index, into)))
    return failure();
  if (graph.visibleValue(into))
    return error() << "is damaged: %" << into << " is defined twice";
  return success();
}

LogicalResult BinaryReader::argument(const irb::Value &from, Graph &into) {
  std::string name;
  auto valueType = type(from.type());
  if (failed(valueType) || failed(newName(from.name(), into, name)))
    return failure();
  values.push_back(into.addArgument(std::move(*valueType), name));
  return success();
}

LogicalResult BinaryReader::weight(const irb::Weight &from, Graph &into) {
  std::string name;
  auto content = tensor(from.tensor());
  if (failed(content) || failed(newName(from.name(), into, name)))
    return failure();
  Type stored = typeOf(*content);
  if (failed(quantization(from.quantization(), stored)))
    return failure();
  Value *value = into.addWeight(std::move(*content), name);
  value->setType(std::move(stored));
  values.push_back(value);
  AttrDict attrs;
  std::vector<std::string> origins;
  if (failed(attributes(from.attrs(), attrs)) || failed(stringList(from.origins(), origins)))
    return failure();
  if (!attrs.empty())
    value->setAttrs(std::move(attrs));
  value->setOrigins(std::move(origins));
  return success();
}

LogicalResult BinaryReader::op(const irb::Op &from, Graph &into, unsigned depth) {
  std::vector<Value *> operands;
  std::vector<uint32_t> indices;
  if (failed(copy(from.operands(), indices)))
    return failure();
  for (uint32_t index : indices) {
    if (index != irb::nothing && index >= values.size())
      return error() << "is damaged: an operand is not defined";
    operands.push_back(index == irb::nothing ? nullptr : values[index]);
  }
  std::string name;
  AttrDict attrs;
  if (failed(string(from.name(), name)) || failed(attributes(from.attrs(), attrs)))
    return failure();
  Op *made = into.createOp(std::move(name), operands, std::move(attrs));
  for (const irb::Graph *region : items(from.regions())) {
    Graph &nested = made->addRegion();
    std::string label;
    if (failed(string(region->name(), label)))
      return failure();
    nested.setName(std::move(label));
    if (failed(graph(*region, nested, depth + 1)))
      return failure();
  }
  for (const irb::Value *v : items(from.results()))
    if (failed(result(*v, *made)))
      return failure();
  Location where = Location::inFile(path);
  std::vector<std::string> origins;
  if (failed(string(from.node(), where.node)) || failed(stringList(from.origins(), origins)))
    return failure();
  if (from.index() < -1)
    return error() << "is damaged: a node's index is negative";
  where.index = from.index();
  made->setLocation(std::move(where));
  made->setOrigins(std::move(origins));
  return success();
}

LogicalResult BinaryReader::result(const irb::Value &from, Op &into) {
  std::string name;
  auto valueType = type(from.type());
  if (failed(valueType) || failed(newName(from.name(), into.parent(), name)))
    return failure();
  values.push_back(into.addResult(std::move(*valueType), name));
  return success();
}

LogicalResult BinaryReader::outputs(const irb::Graph &from, Graph &into) {
  std::vector<irb::Output> stored;
  if (failed(copy(from.outputs(), stored)))
    return failure();
  for (const irb::Output &output : stored) {
    std::string name;
    if (output.value() >= values.size() || values[output.value()]->name().empty())
      return error() << "is damaged: an output is not defined";
    if (failed(string(output.name(), name)))
      return failure();
    into.addOutput(values[output.value()], std::move(name));
  }
  return success();
}

LogicalResult BinaryReader::record(const irb::Record &from, Record &into) {
  into.location = Location::inFile(path);
  if (failed(string(from.kind(), into.kind)) || failed(string(from.tag(), into.tag)) ||
      failed(string(from.subject(), into.subject.graph)) ||
      failed(string(from.subject_value(), into.subject.value)) ||
      failed(string(from.against(), into.against.graph)) ||
      failed(string(from.against_value(), into.against.value)))
    return failure();
  return attributes(from.attrs(), into.attrs);
}

LogicalResult BinaryReader::module(Module &into) {
  if (failed(frame()) || failed(attributes(root->attrs(), into.attrs())))
    return failure();
  for (const irb::Graph *from : items(root->graphs())) {
    std::string name;
    if (failed(string(from->name(), name)))
      return failure();
    Graph *made = into.addGraph(name);
    if (!made)
      return error() << "is damaged: graph @" << name << " is defined twice";
    made->setLocation(Location::inFile(path));
    values.clear();
    if (failed(graph(*from, *made, 0)))
      return failure();
  }
  for (const irb::Record *from : items(root->records())) {
    into.records().emplace_back();
    if (failed(record(*from, into.records().back())))
      return failure();
  }
  return success();
}

FailureOr<std::unique_ptr<Module>> readBinary(const std::string &path, Diagnostics &diags) {
  auto file = MappedFile::open(path, diags);
  if (failed(file))
    return failure();
  auto module = std::make_unique<Module>(diags);
  if (failed(BinaryReader(path, *file, diags).module(*module)) || failed(verifyStructure(*module)))
    return failure();
  return module;
}

} // namespace fixcon
