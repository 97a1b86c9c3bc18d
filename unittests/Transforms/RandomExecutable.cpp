#include "RandomExecutable.h"

#include "fixcon/Transforms/CoreBuilder.h"

#include <limits>

namespace fixcon {
namespace {

class Generator {
public:
  Generator(Module &module, const std::string &name, Random &random, DType dtype)
      : random(random), dtype(dtype), graph(module.addGraph(name)) {}

  Graph *run(unsigned ops);

private:
  using Maker = Value *(Generator::*)(Value *);

  Value *convolution(Value *x);
  Value *transposedConvolution(Value *x);
  Value *normalization(Value *x);
  Value *activation(Value *x);
  Value *bounds(Value *x);
  Value *withConstant(Value *x);
  Value *withSibling(Value *x);
  Value *permutation(Value *x);
  Value *padding(Value *x);
  Value *pool(Value *x);
  Value *paddedPool(Value *x);
  Value *globalPool(Value *x);
  Value *reduction(Value *x);
  Value *softmax(Value *x);
  Value *shaping(Value *x);
  Value *shapeArithmetic(Value *x);
  Value *product(Value *x);
  Value *slice(Value *x);
  Value *trivial(Value *x);

  Value *make(const std::string &core, const std::vector<Value *> &operands, AttrDict attrs = {});
  Value *weight(const Shape &shape, double low = -1, double high = 1);
  Value *ints(const std::vector<int64_t> &values) {
    return constant(Tensor::of<int64_t>({static_cast<int64_t>(values.size())}, values));
  }
  Value *constant(Tensor tensor) {
    return graph->addWeight(std::move(tensor), "w" + std::to_string(++weights));
  }
  Value *scalar(double value) { return constant(Tensor::scalar(value).converted(dtype)); }
  Shape shapeOf(const Value *v) const { return v->type().shape(); }
  int64_t rankOf(const Value *v) const { return static_cast<int64_t>(v->type().rank()); }
  bool isImage(const Value *v) const { return rankOf(v) == 4; }
  bool flip() { return random.chance(0.5); }
  Attribute::Ints randomPads(size_t count, int64_t most);

  Random &random;
  DType dtype;
  Graph *graph;
  unsigned names = 0, weights = 0;
};

/// Null if the op does not fit its operands.
Value *Generator::make(const std::string &core, const std::vector<Value *> &operands,
                       AttrDict attrs) {
  Op *op = graph->createOp(core, operands, std::move(attrs));
  Value *result = op->addResult(Type(), "v" + std::to_string(++names));
  constexpr int64_t largest = 1 << 14;
  bool fits = succeeded(inferOp(*op)) && result->type().isTensor() && result->type().isStatic();
  auto count = fits ? elementCount(result->type().shape()) : std::nullopt;
  if (count && *count > 0 && *count <= largest)
    return result;
  op->erase();
  return nullptr;
}

Value *Generator::weight(const Shape &shape, double low, double high) {
  Tensor values(DType::F64, shape);
  for (double &v : values.mutableData<double>())
    v = random.uniform(low, high);
  return constant(values.converted(dtype));
}

Attribute::Ints Generator::randomPads(size_t count, int64_t most) {
  Attribute::Ints pads(count);
  for (int64_t &pad : pads)
    pad = random.between(0, most);
  return pads;
}

Value *Generator::convolution(Value *x) {
  if (!isImage(x))
    return nullptr;
  int64_t channels = shapeOf(x)[1], group = flip() && channels % 2 == 0 ? 2 : 1;
  int64_t filters = group * random.between(1, 3), k = random.between(1, 3);
  AttrDict attrs;
  if (flip())
    attrs.set("strides", Attribute::Ints{random.between(1, 2), random.between(1, 2)});
  if (random.chance(0.3))
    attrs.set("dilations", Attribute::Ints{1, 2});
  if (group > 1 || flip())
    attrs.set("group", group);
  uint64_t padding = random.below(4);
  if (padding == 0)
    attrs.set("auto_pad", flip() ? "SAME_UPPER" : "SAME_LOWER");
  else if (padding == 1)
    attrs.set("auto_pad", flip() ? "VALID" : "NOTSET");
  else
    attrs.set("pads", randomPads(4, 1));
  std::vector<Value *> operands{x, weight({filters, channels / group, k, 3})};
  if (flip())
    operands.push_back(weight({filters}));
  if (flip() && padding > 1) // a Pad in front, which may merge
    if (Value *padded = padding == 2 ? this->padding(x) : nullptr)
      if (isImage(padded) && shapeOf(padded)[1] == channels)
        operands[0] = padded;
  return make("conv", operands, attrs);
}

Value *Generator::transposedConvolution(Value *x) {
  if (!isImage(x))
    return nullptr;
  int64_t channels = shapeOf(x)[1], group = flip() && channels % 2 == 0 ? 2 : 1;
  AttrDict attrs = attrsOf({{"strides", Attribute::Ints{2, 1}}, {"group", group}});
  int64_t each = random.between(1, 2);
  std::vector<Value *> operands{x, weight({channels, each, 2, 2})};
  if (flip())
    operands.push_back(weight({group * each}));
  return make("conv_transpose", operands, attrs);
}

Value *Generator::normalization(Value *x) {
  if (rankOf(x) < 2)
    return nullptr;
  Shape channels{shapeOf(x)[1]};
  AttrDict attrs;
  if (flip())
    attrs.set("epsilon", 1e-3);
  return make("batch_normalization",
              {x, weight(channels), weight(channels), weight(channels), weight(channels, 0.1, 2)},
              attrs);
}

Value *Generator::activation(Value *x) {
  static const char *const names[] = {"relu", "sigmoid", "tanh", "leaky_relu", "abs", "neg"};
  return make(names[random.below(std::size(names))], {x});
}

Value *Generator::bounds(Value *x) {
  double low = random.uniform(-1, 0.2), high = random.uniform(0.3, 2);
  switch (random.below(6)) {
  case 0:
    return make("min", {make("relu", {x}), scalar(high)});
  case 1:
    return make("max", {scalar(flip() ? 0 : low), x});
  case 2:
    return make("clip", {x, scalar(0)});
  case 3:
    return make("clip", {make("clip", {x, scalar(low), scalar(high)}), scalar(low / 2)});
  case 4:
    return make("clip", {x, nullptr, scalar(high)});
  default:
    return make("clip", {make("relu", {x}), scalar(low), scalar(high)});
  }
}

Value *Generator::withConstant(Value *x) {
  Shape shape = shapeOf(x);
  for (size_t i = 0; i < shape.size(); ++i)
    if (random.chance(0.6))
      shape[i] = 1;
  if (!shape.empty() && flip())
    shape.erase(shape.begin(),
                shape.begin() + random.between(0, static_cast<int64_t>(shape.size())));
  Value *c = weight(shape, 0.5, 2);
  static const char *const names[] = {"add", "mul", "sub", "div"};
  const char *name = names[random.below(std::size(names))];
  bool swap = random.chance(0.3) && std::string_view(name) != "div";
  return swap ? make(name, {c, x}) : make(name, {x, c});
}

Value *Generator::withSibling(Value *x) {
  std::vector<Value *> siblings;
  for (const auto &op : graph->ops())
    if (Value *v = op->result(); v->type() == x->type())
      siblings.push_back(v);
  if (siblings.empty())
    return nullptr;
  Value *other = siblings[random.below(siblings.size())];
  switch (random.below(4)) {
  case 0:
    return make("concat", {x, other}, attrsOf({{"axis", random.between(-1, 0)}}));
  case 1:
    return make("sum", {x, other, x});
  case 2:
    return make("mul", {x, other});
  default:
    return make("add", {other, x});
  }
}

Value *Generator::permutation(Value *x) {
  Attribute::Ints perm;
  for (int64_t i = 0; i < rankOf(x); ++i)
    perm.push_back(i);
  for (size_t i = perm.size(); i > 1; --i)
    std::swap(perm[i - 1], perm[random.below(i)]);
  Value *moved = make("transpose", {x}, attrsOf({{"perm", perm}}));
  if (!moved || flip())
    return moved;
  // An island: back again behind something elementwise.
  Attribute::Ints back(perm.size());
  for (size_t i = 0; i < perm.size(); ++i)
    back[static_cast<size_t>(perm[i])] = static_cast<int64_t>(i);
  Value *inside = flip() ? withConstant(moved) : activation(moved);
  if (!inside || rankOf(inside) != rankOf(x))
    return moved;
  return make("transpose", {inside}, attrsOf({{"perm", back}}));
}

Value *Generator::padding(Value *x) {
  if (!isImage(x))
    return nullptr;
  std::vector<int64_t> pads = randomPads(8, 1);
  if (flip())
    pads[0] = pads[1] = pads[4] = pads[5] = 0;
  if (random.chance(0.1))
    pads.assign(8, 0);
  return make("pad", {x, ints(pads), flip() ? nullptr : scalar(flip() ? 0 : 0.5)});
}

Value *Generator::pool(Value *x) {
  if (!isImage(x))
    return nullptr;
  bool average = flip(), whole = random.chance(0.2);
  Shape shape = shapeOf(x);
  AttrDict attrs = attrsOf(
      {{"kernel_shape", whole ? Attribute::Ints{shape[2], shape[3]} : Attribute::Ints{2, 3}}});
  if (flip())
    attrs.set("strides", Attribute::Ints{2, 1});
  if (flip())
    attrs.set("auto_pad", flip() ? "SAME_LOWER" : "VALID");
  else if (flip() && !whole)
    attrs.set("pads", randomPads(4, 1));
  if (random.chance(0.2))
    attrs.set("ceil_mode", int64_t(1));
  if (average && flip())
    attrs.set("count_include_pad", int64_t(1));
  return make(average ? "average_pool" : "max_pool", {x}, attrs);
}

Value *Generator::paddedPool(Value *x) {
  if (!isImage(x))
    return nullptr;
  std::vector<int64_t> pads = randomPads(8, 1);
  pads[0] = pads[1] = pads[4] = pads[5] = 0;
  bool average = flip();
  if (!average && flip())
    x = make("relu", {x});
  double fill = average || flip() ? 0 : -std::numeric_limits<double>::infinity();
  Value *padded = make("pad", {x, ints(pads), scalar(fill)});
  AttrDict attrs = attrsOf({{"kernel_shape", Attribute::Ints{2, 3}}});
  if (!average || flip())
    attrs.set("pads", Attribute::Ints{1, 0, 0, 1});
  if (average && flip())
    attrs.set("count_include_pad", int64_t(1));
  return padded ? make(average ? "average_pool" : "max_pool", {padded}, attrs) : nullptr;
}

Value *Generator::globalPool(Value *x) {
  if (!isImage(x))
    return nullptr;
  return make(flip() ? "global_average_pool" : "global_max_pool", {x});
}

Value *Generator::reduction(Value *x) {
  if (rankOf(x) < 2)
    return nullptr;
  static const char *const names[] = {"reduce_mean", "reduce_sum", "reduce_max"};
  std::vector<int64_t> axes{flip() ? -1 : rankOf(x) - 1};
  if (rankOf(x) > 2 && flip())
    axes.push_back(1);
  return make(names[random.below(std::size(names))], {x, ints(axes)},
              attrsOf({{"keepdims", random.between(0, 1)}}));
}

Value *Generator::softmax(Value *x) {
  if (rankOf(x) == 0)
    return nullptr;
  return make(flip() ? "softmax" : "log_softmax", {x},
              attrsOf({{"axis", random.between(-1, rankOf(x) - 1)}}));
}

Value *Generator::shaping(Value *x) {
  if (rankOf(x) == 0)
    return nullptr;
  switch (random.below(4)) {
  case 0:
    return make("flatten", {x}, attrsOf({{"axis", random.between(0, rankOf(x))}}));
  case 1:
    return rankOf(x) < 4 ? make("unsqueeze", {x, ints({random.between(0, rankOf(x))})}) : nullptr;
  case 2:
    return make("reshape", {x, ints({shapeOf(x)[0], -1})});
  default:
    for (int64_t i = 0; i < rankOf(x); ++i)
      if (shapeOf(x)[static_cast<size_t>(i)] == 1 && flip())
        return make("squeeze", {x, ints({i})});
    return nullptr;
  }
}

/// What exporters write for view(x.size(0), -1).
Value *Generator::shapeArithmetic(Value *x) {
  if (rankOf(x) == 0)
    return nullptr;
  Value *shape = make("shape", {x});
  Value *first = make("gather", {shape, constant(Tensor::scalar(int64_t(0)))});
  Value *size = make("unsqueeze", {first, ints({0})});
  Value *wanted = make("concat", {size, ints({-1})}, attrsOf({{"axis", int64_t(0)}}));
  Op *op = graph->createOp("reshape", {x, wanted});
  Shape result{shapeOf(x)[0], *elementCount(shapeOf(x)) / shapeOf(x)[0]};
  return op->addResult(Type::tensor(x->type().dtype(), result), "v" + std::to_string(++names));
}

Value *Generator::product(Value *x) {
  if (rankOf(x) < 2)
    return nullptr;
  int64_t inner = shapeOf(x).back(), columns = random.between(1, 5);
  if (rankOf(x) != 2 || flip()) {
    Value *y = make("mat_mul", {x, weight({inner, columns})});
    return y && flip() ? make("add", {y, weight({columns})}) : y;
  }
  bool transB = flip();
  AttrDict attrs = attrsOf({{"transB", int64_t(transB)}, {"alpha", 0.5}});
  std::vector<Value *> operands{x, weight(transB ? Shape{columns, inner} : Shape{inner, columns})};
  if (flip()) {
    operands.push_back(weight(flip() ? Shape{columns} : flip() ? Shape{1, columns} : Shape{}));
    attrs.set("beta", 2.0);
  }
  return make("gemm", operands, attrs);
}

Value *Generator::slice(Value *x) {
  if (rankOf(x) == 0)
    return nullptr;
  int64_t axis = random.between(-1, rankOf(x) - 1);
  if (random.chance(0.2))
    return make("slice", {x, ints({-1}), ints({INT64_MIN + 1}), ints({axis}), ints({-1})});
  return make("slice", {x, ints({random.between(0, 1)}), ints({INT64_MAX}), ints({axis})});
}

Value *Generator::trivial(Value *x) {
  switch (random.below(4)) {
  case 0:
    return make("identity", {x});
  case 1:
    return make("cast", {x}, attrsOf({{"to", int64_t(dtype == DType::F64 ? 11 : 1)}}));
  case 2:
    return make("add", {x, scalar(0)});
  default:
    return make("mul", {x, scalar(1)});
  }
}

Graph *Generator::run(unsigned ops) {
  static constexpr Maker makers[] = {&Generator::convolution,   &Generator::transposedConvolution,
                                     &Generator::normalization, &Generator::activation,
                                     &Generator::bounds,        &Generator::withConstant,
                                     &Generator::withConstant,  &Generator::withSibling,
                                     &Generator::permutation,   &Generator::permutation,
                                     &Generator::padding,       &Generator::pool,
                                     &Generator::paddedPool,    &Generator::globalPool,
                                     &Generator::reduction,     &Generator::softmax,
                                     &Generator::shaping,       &Generator::shapeArithmetic,
                                     &Generator::product,       &Generator::slice,
                                     &Generator::trivial};
  Shape shape{random.between(1, 2), random.between(1, 4), random.between(3, 6),
              random.between(3, 6)};
  std::vector<Value *> values{graph->addArgument(Type::tensor(dtype, shape), "x")};
  for (unsigned made = 0, tries = 0; made < ops && tries < 20 * ops; ++tries) {
    // Mostly the newest value, so that chains become long.
    Value *x = random.chance(0.8) ? values.back() : values[random.below(values.size())];
    Value *y = (this->*makers[random.below(std::size(makers))])(x);
    if (!y)
      continue;
    values.push_back(y);
    ++made;
  }
  graph->addOutput(values.back());
  if (flip())
    graph->addOutput(values[random.below(values.size())], "second");
  return graph;
}

} // namespace

Graph *randomExecutable(Module &module, const std::string &name, Random &random, unsigned ops,
                        DType dtype) {
  return Generator(module, name, random, dtype).run(ops);
}

} // namespace fixcon
