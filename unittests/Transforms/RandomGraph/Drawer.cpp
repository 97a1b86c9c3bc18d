#include "Drawer.h"

#include "fixcon/Transforms/CoreBuilder.h"

#include <numeric>

namespace fixcon {

/// Small enough for thousands of runs.
static constexpr int64_t largest = 1 << 12;

static bool isSmall(const Type &type) {
  if (!type.isTensor() || !type.isStatic())
    return false;
  int64_t count = elementCount(type.shape()).value_or(0);
  return count > 0 && count <= largest;
}

Value *Drawer::make(const std::string &core, const std::vector<Value *> &operands, AttrDict attrs) {
  Op *op = graph.createOp(core, operands, std::move(attrs));
  Value *result = op->addResult(Type(), freshName("v"));
  if (succeeded(inferOp(*op)) && isSmall(result->type()))
    return result;
  op->erase();
  return nullptr;
}

std::vector<Value *> Drawer::makeAll(unsigned results, const std::string &core,
                                     const std::vector<Value *> &operands, AttrDict attrs) {
  Op *op = graph.createOp(core, operands, std::move(attrs));
  std::vector<Value *> made;
  for (unsigned i = 0; i < results; ++i)
    made.push_back(op->addResult(Type(), freshName("v")));
  if (succeeded(inferOp(*op)))
    return made;
  op->erase();
  return std::vector<Value *>(results);
}

Value *Drawer::makeTyped(const Type &type, const std::string &core,
                         const std::vector<Value *> &operands, AttrDict attrs) {
  Op *op = graph.createOp(core, operands, std::move(attrs));
  Value *result = op->addResult(type, freshName("v"));
  if (succeeded(inferOp(*op)) && isSmall(result->type()))
    return result;
  op->erase();
  return nullptr;
}

Value *Drawer::weight(const Shape &shape, double low, double high) {
  Tensor values(DType::F64, shape);
  for (double &v : values.mutableData<double>())
    v = random.uniform(low, high);
  return constant(values.converted(dtype));
}

Value *Drawer::ints(const std::vector<int64_t> &values) {
  return constant(Tensor::of<int64_t>({static_cast<int64_t>(values.size())}, values));
}

Value *Drawer::integers(const Shape &shape, int64_t low, int64_t high, DType type) {
  Tensor values(DType::I64, shape);
  for (int64_t &v : values.mutableData<int64_t>())
    v = random.between(low, high);
  return constant(values.converted(type));
}

int64_t Drawer::countOf(const Value *x) const {
  Shape shape = shapeOf(x);
  return std::accumulate(shape.begin(), shape.end(), int64_t(1), std::multiplies<>());
}

Value *Drawer::reshaped(Value *x, const std::vector<int64_t> &shape) {
  return make("reshape", {x, ints(shape)});
}

Value *Drawer::ranked(Value *x, size_t rank) {
  Shape shape = shapeOf(x);
  if (!x || shape.size() == rank)
    return x;
  if (rank == 0)
    return nullptr;
  while (shape.size() > rank) {
    shape[1] *= shape[0];
    shape.erase(shape.begin());
  }
  while (shape.size() < rank)
    shape.insert(shape.begin() + random.between(0, static_cast<int64_t>(shape.size())), 1);
  return reshaped(x, shape);
}

Value *Drawer::converted(Value *x, DType type) {
  if (!x || x->type().dtype() == type)
    return x;
  return make("cast", {x}, attrsOf({{"to", type}}));
}

Value *Drawer::wholes(Value *x, int64_t low, int64_t high, DType type) {
  auto span = static_cast<double>(high - low + 1);
  Value *inside =
      within(disturbed(x), static_cast<double>(low), static_cast<double>(low) + span * 0.999);
  return converted(make("floor", {inside}), type);
}

Value *Drawer::condition(Value *x) {
  static const char *const names[] = {"less", "greater", "less_or_equal", "greater_or_equal"};
  return make(pick(names), {disturbed(x), weight(broadcastable(shapeOf(x)))});
}

Value *Drawer::within(Value *x, double low, double high) {
  Value *gate = make("sigmoid", {x});
  return make("add", {make("mul", {gate, scalar(high - low)}), scalar(low)});
}

Value *Drawer::sibling(Value *x) {
  std::vector<Value *> found;
  for (const auto &op : graph.ops())
    for (unsigned i = 0; i < op->numResults(); ++i)
      if (Value *v = op->result(i); x && v->type() == x->type())
        found.push_back(v);
  return found.empty() ? nullptr : found[random.below(found.size())];
}

Shape Drawer::broadcastable(const Shape &shape) {
  Shape other = shape;
  for (int64_t &dim : other)
    if (random.chance(0.6))
      dim = 1;
  if (!other.empty() && flip())
    other.erase(other.begin(), other.begin() + random.between(0, int64_t(other.size())));
  return other;
}

Attribute::Ints Drawer::pads(size_t count, int64_t most) {
  Attribute::Ints result(count);
  for (int64_t &pad : result)
    pad = random.between(0, most);
  return result;
}

} // namespace fixcon
