// Builds random modules piece by piece. Values are drawn from those already defined and visible,
// so the result is well-formed without being repaired afterwards.
#include "RandomModule.h"

#include "fixcon/Support/CheckedMath.h"

#include <bit>

namespace fixcon {
namespace {

class Builder {
public:
  Builder(Random &random, const RandomModuleOptions &options) : random(random), options(options) {}
  void build(Module &module);

private:
  using Visible = std::vector<Value *>;

  size_t below(size_t bound) { return random.below(bound); }
  template <class T, size_t N> const T &pick(const T (&items)[N]) { return items[below(N)]; }
  std::string word();
  DType dtype() { return static_cast<DType>(below(static_cast<size_t>(DType::String) + 1)); }
  double number();
  Tensor tensor();
  Tensor strings(Shape shape);
  Dim dim();
  Dims dims();
  Type onGrid(Type type);
  Type type(unsigned depth = 0);
  Attribute attribute(unsigned regions);
  Attribute list(unsigned regions);
  void attributes(AttrDict &into, unsigned regions = 0);
  std::vector<std::string> origins();
  template <class Fn> auto several(Fn &&make) {
    std::vector<decltype(make())> items(below(4));
    for (auto &item : items)
      item = make();
    return items;
  }

  void graph(Graph &into, Visible visible, unsigned depth);
  void weight(Graph &into, Visible &visible);
  void op(Graph &into, Visible &visible, unsigned depth);
  Record record(const Module &module);
  SymbolRef symbol(const Module &module);

  Random &random;
  const RandomModuleOptions &options;
  std::vector<Tensor> shared;
};

std::string Builder::word() {
  static const char *const words[] = {"x",    "conv1/weight", "0",      "a.b-c", "return", "weight",
                                      "loc",  "nan",          "inf",    "-inf",  "->",     "a->b",
                                      "-",    "\"q\"\\",      "\n\t\r", "π",     "_",      ":",
                                      "1e5",  "f32",          "graph",  "as",    "region", "unit",
                                      "true", "none",         "a b",    "{",     "%",      "@x",
                                      "//",   "against",      "1.5",    "dense", "origin", "x;0",
                                      "..",   "\x7f",         "\xff"};
  std::string text = pick(words);
  if (random.chance(0.2))
    text += std::string(1, static_cast<char>(below(256)));
  return text;
}

/// Any bits at all, or a number that people write.
double Builder::number() {
  static const double usual[] = {0.0, -0.0, 1, 0.1, 1e-5, 1e300, 5e-324, 2147483648.0};
  return random.chance(0.5) ? pick(usual) : std::bit_cast<double>(random.next());
}

Tensor Builder::strings(Shape shape) {
  std::vector<std::string> texts(static_cast<size_t>(*elementCount(shape)));
  for (std::string &text : texts)
    text = word();
  return Tensor::strings(std::move(shape), std::move(texts));
}

/// The values of a dtype that does not use all bits of its byte.
static std::byte narrow(DType type, uint64_t bits) {
  switch (type) {
  case DType::Bool:
    return static_cast<std::byte>(bits & 1);
  case DType::U2:
    return static_cast<std::byte>(bits & 3);
  case DType::U4:
  case DType::F4E2M1:
    return static_cast<std::byte>(bits & 15);
  case DType::I2:
    return static_cast<std::byte>(static_cast<int8_t>((bits & 3) - 2));
  case DType::I4:
    return static_cast<std::byte>(static_cast<int8_t>((bits & 15) - 8));
  default:
    return static_cast<std::byte>(bits);
  }
}

Tensor Builder::tensor() {
  if (!shared.empty() && random.chance(0.3))
    return shared[below(shared.size())];
  Shape shape(below(4));
  for (int64_t &size : shape)
    size = random.between(0, 4);
  DType type = dtype();
  if (type == DType::String)
    return strings(std::move(shape));
  Tensor tensor(type, std::move(shape));
  bool constant = random.chance(0.2);
  for (std::byte &b : tensor.mutableBytes())
    b = constant ? std::byte{1} : narrow(type, random.next());
  shared.push_back(tensor);
  return tensor;
}

Dim Builder::dim() {
  if (random.chance(0.2))
    return Dim();
  if (random.chance(0.2))
    return Dim::symbol(word() + "N");
  return Dim(random.between(0, 300));
}

Dims Builder::dims() {
  Dims all(below(5));
  for (Dim &one : all)
    one = dim();
  return all;
}

/// Integers mostly lie on a grid.
Type Builder::onGrid(Type type) {
  if (!isInteger(type.dtype()) || random.chance(0.3))
    return type;
  Quantization grid;
  size_t axis = type.rank() ? below(type.rank()) : 0;
  bool perAxis = type.rank() && type.dim(axis).isStatic() && type.dim(axis).size() > 0;
  grid.axis = perAxis ? static_cast<int64_t>(axis) : -1;
  grid.scales.resize(perAxis ? static_cast<size_t>(type.dim(axis).size()) : 1);
  for (float &scale : grid.scales)
    scale =
        std::ldexp(static_cast<float>(random.between(1, 1 << 24)), -static_cast<int>(below(60)));
  grid.zeroPoints.resize(grid.scales.size());
  if (random.chance(0.5))
    for (int64_t &zero : grid.zeroPoints)
      zero = random.between(0, 1);
  return type.quantized(std::move(grid));
}

Type Builder::type(unsigned depth) {
  constexpr unsigned deepest = 3;
  switch (below(depth < deepest ? 10 : 6)) {
  case 0:
    return Type();
  case 1:
    return onGrid(Type::unranked(dtype()));
  case 6:
    return Type::sequence(type(depth + 1));
  case 7:
    return Type::optional(type(depth + 1));
  case 8:
    return Type::map(DType::String, type(depth + 1));
  case 9:
    return Type::sparse(dtype(), dims());
  default:
    return onGrid(Type::tensor(dtype(), dims()));
  }
}

Attribute Builder::list(unsigned regions) {
  switch (below(6)) {
  case 0:
    return several([&] { return static_cast<int64_t>(random.next()); });
  case 1:
    return several([&] { return number(); });
  case 2:
    return several([&] { return word(); });
  case 3:
    return several([&] { return tensor(); });
  case 4:
    return several([&] { return type(); });
  default:
    if (!regions)
      return std::vector<RegionRef>();
    return several([&] { return RegionRef{static_cast<unsigned>(below(regions))}; });
  }
}

Attribute Builder::attribute(unsigned regions) {
  switch (below(16)) {
  case 0:
    return Attribute();
  case 1:
    return random.chance(0.5);
  case 2:
    return static_cast<int64_t>(random.next());
  case 3:
    return number();
  case 4:
    return word();
  case 5:
    return Bytes{word() + std::string(1, '\0') + word()};
  case 6:
    return tensor();
  case 7:
    return type();
  case 8:
    return SymbolRef{word(), random.chance(0.5) ? word() : ""};
  case 9:
    return regions ? Attribute(RegionRef{static_cast<unsigned>(below(regions))}) : Attribute(1);
  default:
    return list(regions);
  }
}

void Builder::attributes(AttrDict &into, unsigned regions) {
  for (size_t i = below(4); i > 0; --i)
    into.set(word(), attribute(regions));
}

std::vector<std::string> Builder::origins() {
  if (random.chance(0.7))
    return {};
  return several([&] { return word(); });
}

void Builder::weight(Graph &into, Visible &visible) {
  Value *value = into.addWeight(tensor(), into.uniqueName(word()));
  value->setType(onGrid(value->type()));
  AttrDict attrs;
  attributes(attrs);
  if (!attrs.empty())
    value->setAttrs(std::move(attrs));
  value->setOrigins(origins());
  visible.push_back(value);
}

void Builder::op(Graph &into, Visible &visible, unsigned depth) {
  static const char *const names[] = {"conv",      "onnx.Conv",    "onnx.com.microsoft.FusedConv",
                                      "tfl.add",   "return",       "odd name",
                                      "0",         "weight",       "loc",
                                      "region<0>", "onnx.\"Odd\\", "_"};
  std::vector<Value *> operands(below(4));
  for (Value *&operand : operands)
    if (!visible.empty() && random.chance(0.8))
      operand = visible[below(visible.size())];
  Op *made = into.createOp(pick(names), operands);
  if (depth < options.maxDepth && random.chance(0.2))
    for (size_t i = 1 + below(2); i > 0; --i)
      graph(made->addRegion(), visible, depth + 1);
  attributes(made->attrs(), made->numRegions());
  for (size_t i = below(4); i > 0; --i) {
    bool absent = random.chance(0.2);
    Value *result =
        made->addResult(absent ? Type::none() : type(), absent ? "" : into.uniqueName(word()));
    if (!absent)
      visible.push_back(result);
  }
  if (random.chance(0.5))
    made->setLocation(Location::atNode("model", random.chance(0.7) ? word() : "",
                                       static_cast<int>(random.between(-1, 100))));
  made->setOrigins(origins());
}

void Builder::graph(Graph &into, Visible visible, unsigned depth) {
  bool nested = into.parentOp();
  if (nested && random.chance(0.3))
    into.setName(word());
  if (!nested || random.chance(0.2)) {
    static const char *const dialects[] = {"", "onnx", "tfl", "odd \"dialect\""};
    into.setDialect(pick(dialects));
    into.setOpsets(several(
        [&] { return std::pair(random.chance(0.5) ? "" : word(), random.between(-1, 30)); }));
  }
  attributes(into.attrs());
  for (size_t i = below(3); i > 0; --i)
    visible.push_back(into.addArgument(type(), into.uniqueName(word())));
  for (size_t i = below(3); i > 0; --i)
    weight(into, visible);
  for (size_t i = below(options.maxOps + 1); i > 0; --i)
    op(into, visible, depth);
  for (size_t i = visible.empty() ? 0 : below(3); i > 0; --i)
    into.addOutput(visible[below(visible.size())], random.chance(0.5) ? "" : word());
}

SymbolRef Builder::symbol(const Module &module) {
  const Graph &graph = *module.graphs()[below(module.graphs().size())];
  if (graph.arguments().empty() || random.chance(0.5))
    return {graph.name(), ""};
  return {graph.name(), graph.argument(0)->name()};
}

Record Builder::record(const Module &module) {
  Record record;
  record.kind = word();
  if (random.chance(0.5))
    record.tag = word();
  bool about = !module.graphs().empty() && random.chance(0.8);
  if (about)
    record.subject = symbol(module);
  if (about && random.chance(0.5))
    record.against = symbol(module);
  attributes(record.attrs);
  return record;
}

void Builder::build(Module &module) {
  attributes(module.attrs());
  for (size_t i = below(4); i > 0; --i) {
    Graph *made = module.addGraph(word());
    if (!made)
      continue;
    graph(*made, {}, 0);
    if (module.graphs().size() > 1 && random.chance(0.5))
      made->setDerived(derivedKinds[below(std::size(derivedKinds))],
                       module.graphs().front()->name());
  }
  for (size_t i = below(3); i > 0; --i)
    module.records().push_back(record(module));
}

} // namespace

std::unique_ptr<Module> randomModule(Random &random, Diagnostics &diags,
                                     const RandomModuleOptions &options) {
  auto module = std::make_unique<Module>(diags);
  Builder(random, options).build(*module);
  return module;
}

} // namespace fixcon
