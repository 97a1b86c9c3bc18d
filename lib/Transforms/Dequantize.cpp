// dequantize: real arithmetic between grids, in place of arithmetic on integers. What was meant by
//
//   %q = quantize_linear %x, %s, %z   ...integers...   %y = dequantize_linear %r, %t, %u
//
// is what real numbers would give, up to the rounding to each grid. So that integers and their scales meet, and a
// quantised network has the ops of the one that it was made from:
//
//   dequantize_linear(quantize_linear %x ...) ...   ->   fake_quantize %x ...
//   dequantize_linear(reshape %q, %sizes) ...       ->   reshape(dequantize_linear %q ...), %sizes
//   q_linear_conv %x, ... %w, ... %b                ->   quantize_linear(conv(dequantize_linear %x ...), ...)
//   cast(conv_integer %x, %w, ...)                  ->   conv of both less their zero points
//
// Each holds in real numbers. Where the integer kernels round a product of scales to f32 first, a result that lies midway
// between two steps may come out on the other.
#include "CoreGraphPass.h"

#include "fixcon/Ops/Grid.h"
#include "fixcon/Ops/OpDef.h"
#include "fixcon/Tensor/Quantize.h"
#include "fixcon/Transforms/Normalize.h"
#include "fixcon/Transforms/Rewrite.h"

#include <algorithm>

namespace fixcon {
namespace {

bool isByTensor(const Value *scale) {
  auto shape = staticShape(scale);
  return shape && elementCount(*shape) == 1;
}

bool areEqual(const Value *a, const Value *b) {
  const Tensor *one = constantOf(a), *other = constantOf(b);
  return a == b || (one && other && one->dtype() == other->dtype() &&
                    one->size() == other->size() && one->toDoubles() == other->toDoubles());
}

/// Zeros in the shape of a scale, where a zero point is absent.
Value *zeroPoint(Rewriter &b, Value *given, const Value *scale, DType dtype) {
  auto shape = staticShape(scale);
  return given || !shape ? given : b.constant(Tensor(dtype, *shape));
}

/// A constant in the shape of another, of as many elements.
Value *inShapeOf(Rewriter &b, Value *constant, const Value *like) {
  Shape shape = like->tensor().shape();
  return constant->tensor().shape() == shape
             ? constant
             : b.folded(constant->tensor().reshaped(shape), {constant});
}

/// dequantize_linear of all three results of one dynamic_quantize_linear.
Op *dynamicGridBehind(const Value *q, const Value *scale, const Value *zero) {
  Op *maker = producer(q, "dynamic_quantize_linear");
  return maker && q == maker->result(0) && (!scale || scale == maker->result(1)) &&
                 zero == maker->result(2)
             ? maker
             : nullptr;
}

bool joinGrid(Op &op) {
  if (Op *chosen = dynamicGridBehind(op.operand(0), op.operand(1), op.operand(2))) {
    Rewriter b(op, {chosen});
    return b.replaceRoot(b.value("fake_quantize", {chosen->operand(0)}));
  }
  Op *q = producer(op.operand(0), "quantize_linear");
  if (!q || !op.operand(0)->type().isTensor() || !isQuantizable(op.operand(0)->type().dtype()) ||
      effectiveInt(*q, "block_size") || effectiveInt(op, "block_size") ||
      !(q->operand(0)->type().dtype() == op.result()->type().dtype()))
    return false;
  const Tensor *scale = constantOf(q->operand(1)), *real = constantOf(op.operand(1));
  if (!scale || !real || scale->size() != real->size() ||
      (q->operand(2) && !constantOf(q->operand(2))) ||
      (op.operand(2) && !constantOf(op.operand(2))) ||
      (scale->size() > 1 && effectiveInt(*q, "axis") != effectiveInt(op, "axis")))
    return false;
  Rewriter b(op, {q});
  DType dtype = op.operand(0)->type().dtype();
  Value *zero = zeroPoint(b, q->operand(2), q->operand(1), dtype),
        *realZero = zeroPoint(b, op.operand(2), op.operand(1), dtype);
  std::vector<Value *> operands = {q->operand(0), q->operand(1), inShapeOf(b, zero, q->operand(1))};
  if (!areEqual(q->operand(1), op.operand(1)) || !areEqual(zero, realZero))
    for (Value *other : {op.operand(1), realZero})
      operands.push_back(inShapeOf(b, other, q->operand(1)));
  AttrDict attrs;
  if (scale->size() > 1)
    attrs.set("axis", effectiveInt(op, "axis"));
  return b.replaceRoot(b.value("fake_quantize", operands, std::move(attrs)));
}

/// An op that gives elements of what it reads, whatever they stand for: a movement, or the largest of some.
bool picks(const Op &op) {
  const OpDef *def = opDef(op);
  const auto &window = traitsOf(op).window;
  bool isMaximum = window && window->reduction == "reduce_max";
  return def && op.numResults() == 1 && !op.numRegions() &&
         (def->family() == Family::Movement || isMaximum);
}

/// A number that a movement fills in must be given, for 0 may stand for another one.
bool fillsUntold(const Op &op) {
  const auto &operands = opDef(op)->operands();
  for (unsigned i = 0; i < operands.size(); ++i)
    if (operands[i].role == Role::Hyperparameter && !op.operand(i))
      return true;
  return false;
}

bool raise(Op &op) {
  Op *moved = op.operand(0)->definingOp();
  if (!moved || moved->dialect() != "" || !picks(*moved) || !isByTensor(op.operand(1)) ||
      effectiveInt(op, "block_size") || (op.operand(2) && fillsUntold(*moved)))
    return false;
  DType dtype = op.operand(0)->type().dtype();
  Rewriter b(op, {moved});
  std::vector<Value *> operands = moved->operands();
  for (Value *&v : operands)
    if (v && v->type().isTensor() && v->type().dtype() == dtype)
      v = b.value(op.name(), {v, op.operand(1), op.operand(2)}, op.attrs());
  return b.replaceRoot(b.value(moved->name(), operands, moved->attrs()));
}

/// The op on real numbers that an op on integers stands for.
const char *realProductOf(const Op &op) {
  if (op.name() == "conv_integer" || op.name() == "q_linear_conv")
    return "conv";
  return op.name() == "mat_mul_integer" || op.name() == "q_linear_mat_mul" ? "mat_mul" : nullptr;
}

/// The axis to whose indices the entries of a parameter belong.
int64_t parameterAxis(const Op &product, unsigned side, const Value &matrix) {
  if (std::string_view(realProductOf(product)) == "conv")
    return side == 0 ? 1 : 0;
  int64_t rank = rankOf(&matrix).value_or(2);
  return rank < 2 ? 0 : rank - (side == 0 ? 2 : 1);
}

Value *real(Rewriter &b, Value *q, Value *scale, Value *zero, int64_t axis) {
  return b.value("dequantize_linear", {q, scale, zero}, attrsOf({{"axis", axis}}));
}

bool linearAsReal(Op &op) {
  enum Operand : unsigned { A, AScale, AZero, B, BScale, BZero, YScale, YZero, Bias };
  if (!isByTensor(op.operand(AScale)) || !isByTensor(op.operand(YScale)))
    return false;
  Rewriter b(op);
  std::vector<Value *> operands = {real(b, op.operand(A), op.operand(AScale), op.operand(AZero), 0),
                                   real(b, op.operand(B), op.operand(BScale), op.operand(BZero),
                                        parameterAxis(op, 1, *op.operand(B)))};
  if (Value *bias = op.operand(Bias))
    operands.push_back(
        real(b, bias, b.value("mul", {op.operand(BScale), op.operand(AScale)}), nullptr, 0));
  Value *y = b.value(realProductOf(op), operands, op.attrs());
  return b.replaceRoot(b.value("quantize_linear", {y, op.operand(YScale), op.operand(YZero)}));
}

/// The scale of integers that a quantize_linear made, whatever picked them since; null if there is none.
Value *scaleBehind(const Value *q) {
  const Op *maker = q->definingOp();
  while (maker && maker->dialect() == "" && picks(*maker))
    maker = maker->operand(0)->definingOp();
  bool isStatic = maker && maker->name() == "quantize_linear" && constantOf(maker->operand(1)) &&
                  isByTensor(maker->operand(1));
  return isStatic ? maker->operand(1) : nullptr;
}

/// A product of integers, perhaps with integers added, as a float.
struct IntegerSum {
  Op *cast = nullptr, *product = nullptr, *sum = nullptr;
  Value *addend = nullptr;

  static std::optional<IntegerSum> of(Op *cast) {
    if (!cast || cast->name() != "cast" || !isFloat(cast->result()->type().dtype()))
      return std::nullopt;
    IntegerSum found{cast, cast->operand(0)->definingOp()};
    if (found.product && found.product->name() == "add") {
      found.sum = found.product;
      for (unsigned i : {0u, 1u})
        if (Op *maker = found.sum->operand(i)->definingOp(); maker && realProductOf(*maker)) {
          found.product = maker;
          found.addend = found.sum->operand(1 - i);
        }
    }
    bool isProduct = found.product && realProductOf(*found.product) &&
                     !(found.sum && !found.addend) &&
                     isInteger(found.product->result()->type().dtype());
    return isProduct ? std::optional(found) : std::nullopt;
  }
  Op *dynamicGrid(unsigned side) const {
    return dynamicGridBehind(product->operand(side), nullptr, product->operand(side + 2));
  }
  bool isDynamic() const { return dynamicGrid(0) || dynamicGrid(1); }
};

/// Integers less their zero point.
Value *centred(Rewriter &b, const IntegerSum &sum, unsigned side, Value *scale) {
  Value *q = sum.product->operand(side), *zero = sum.product->operand(side + 2);
  DType dtype = sum.cast->result()->type().dtype();
  if (!scale) {
    Shape shape = zero ? staticShape(zero).value_or(Shape{}) : Shape{};
    scale = b.constant(
        tensorOf(dtype, shape,
                 std::vector<double>(static_cast<size_t>(elementCount(shape).value_or(1)), 1.0)));
  }
  return real(b, q, scale, zero, parameterAxis(*sum.product, side, *q));
}

bool staticProductAsReal(Op &op) {
  auto sum = IntegerSum::of(&op);
  if (!sum || sum->isDynamic())
    return false;
  Rewriter b(op, {sum->product, sum->sum ? sum->sum : sum->product});
  std::vector<Value *> operands, scales;
  for (unsigned side : {0u, 1u}) {
    Value *scale = scaleBehind(sum->product->operand(side));
    operands.push_back(centred(b, *sum, side, scale));
    if (scale)
      scales.push_back(scale);
  }
  Value *y = b.value(realProductOf(*sum->product), operands, sum->product->attrs());
  for (Value *scale : scales)
    y = b.value("div", {y, scale});
  if (sum->addend)
    y = b.value("add", {y, b.cast(sum->addend, op.result()->type().dtype())});
  return b.replaceRoot(y);
}

/// The factors of a product.
std::vector<Value *> factorsOf(Value *value) {
  Op *product = producer(value, "mul");
  return product ? product->operands() : std::vector<Value *>{value};
}

bool dynamicProductAsReal(Op &op) {
  for (unsigned i : {0u, 1u}) {
    auto sum = IntegerSum::of(op.operand(i)->definingOp());
    if (!sum || !sum->isDynamic() || sum->addend)
      continue;
    std::vector<Value *> factors = factorsOf(op.operand(1 - i));
    std::vector<Op *> chosen;
    for (unsigned side : {0u, 1u})
      if (Op *grid = sum->dynamicGrid(side)) {
        auto at = std::ranges::find(factors, grid->result(1));
        if (at == factors.end())
          return false;
        factors.erase(at);
      }
    Rewriter b(op, {sum->cast, sum->product});
    std::vector<Value *> operands;
    for (unsigned side : {0u, 1u}) {
      Op *grid = sum->dynamicGrid(side);
      operands.push_back(grid ? b.value("fake_quantize", {grid->operand(0)})
                              : centred(b, *sum, side, nullptr));
    }
    Value *y = b.value(realProductOf(*sum->product), operands, sum->product->attrs());
    for (Value *factor : factors)
      y = b.value("mul", {y, factor});
    return b.replaceRoot(y);
  }
  return false;
}

bool rewriteOnce(Op &op) {
  if (op.name() == "dequantize_linear")
    return joinGrid(op) || raise(op);
  if (op.name() == "q_linear_conv" || op.name() == "q_linear_mat_mul")
    return linearAsReal(op);
  return op.name() == "cast" ? staticProductAsReal(op)
                             : op.name() == "mul" && dynamicProductAsReal(op);
}

bool sweep(Graph &graph) {
  bool changed = false;
  for (Op *op = graph.front(), *next = nullptr; op; op = next) {
    next = op->next();
    for (unsigned i = 0; i < op->numRegions(); ++i)
      changed |= sweep(op->region(i));
    changed |= rewriteOnce(*op);
  }
  return changed;
}

} // namespace

bool isQuantized(const Graph &core) {
  bool found = false;
  core.walk([&](const Op &op) {
    const OpDef *def = opDef(op);
    for (unsigned i = 0; def && i < op.numOperands(); ++i)
      if (const OperandDef *operand = op.operand(i) ? def->operandDef(i) : nullptr)
        found |= operand->role == Role::Scale || operand->role == Role::ZeroPoint;
  });
  return found;
}

bool dequantize(Graph &graph) {
  constexpr unsigned maxSweeps = 200;
  bool changed = false;
  for (unsigned i = 0; i < maxSweeps && sweep(graph); ++i)
    changed = true;
  return changed;
}

std::unique_ptr<Pass> createDequantize() {
  return makeCoreGraphPass([](Graph &graph) { return dequantize(graph); });
}

} // namespace fixcon
