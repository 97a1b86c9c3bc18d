// Reading goes up from what holds the elements through the ops behind it, each evaluated as its core form; writing goes down through their inverses:
//
//   initializer i8 <- DequantizeLinear <- Cast <- the op that reads
//
// Identity has itself, Cast a cast back. DequantizeLinear is affine in each element, s * (q - z): s
// and z are found for every element by evaluating it on constants, so that axes and blocks need no
// case of their own. What is written is read again, which gives the loss.
#include "fixcon/Spelling/FaithfulConstant.h"

#include "AttributeKind.h"
#include "FreshNames.h"
#include "NodeAlone.h"
#include "fixcon/Ops/OpDef.h"
#include "fixcon/Tensor/Quantize.h"

#include <algorithm>
#include <cmath>
#include <unordered_map>

namespace fixcon {
namespace {

bool isReserved(std::string_view attribute) { return attribute.starts_with("onnx."); }

bool isConstantOp(const Op &op) { return op.domain().empty() && op.type() == "Constant"; }

/// The attribute that holds the elements of a Constant, or null.
Attribute *elementsOf(Op &op) {
  for (const auto &[name, value] : op.attrs())
    if (!isReserved(name))
      return op.attrs().find(name);
  return nullptr;
}

/// The core op of a link: one that keeps elements apart and has an inverse.
std::string_view linkName(const Op &op) {
  const OpDef *def = opDefForForeign(op);
  std::string_view name = def ? std::string_view(def->name()) : std::string_view();
  return name == "identity" || name == "cast" || name == "dequantize_linear" ? name
                                                                             : std::string_view();
}

/// What a link makes of other elements at its first operand.
std::optional<Tensor> forward(const Op &link, const Tensor &operand) {
  bool constant = true;
  NodeAlone alone(link, [&](Value &value) -> NodeAlone::Known {
    if (&value == link.operand(0))
      return {typeOf(operand), operand};
    auto parameter = FaithfulConstant::of(&value);
    constant &= parameter.has_value();
    return parameter ? NodeAlone::Known{Type(), parameter->real()} : NodeAlone::Known{value.type()};
  });
  return constant ? alone.value() : std::nullopt;
}

/// Every element to the nearest that the dtype has.
Tensor nearest(const Tensor &wanted, DType dtype) {
  if (!isInteger(dtype))
    return wanted.converted(dtype);
  std::vector<double> values = wanted.toDoubles();
  for (double &value : values)
    value = std::nearbyint(value);
  if (byteSize(dtype) <= 4)
    for (auto [low, high] = rangeOf(dtype); double &value : values)
      value = std::clamp(value, low, high);
  return Tensor::of<double>(wanted.shape(), values).converted(dtype);
}

/// q with s * (q - z) nearest to `wanted`; nothing if the op is not affine with a slope.
std::optional<Tensor> quantized(const Op &link, const Tensor &wanted, const Tensor &now) {
  auto at = [&](const std::vector<double> &q) {
    return forward(link, Tensor::of<double>(now.shape(), q).converted(now.dtype()));
  };
  std::vector<double> q(static_cast<size_t>(now.size()), 0);
  auto zero = at(q);
  std::ranges::fill(q, 1);
  auto one = at(q);
  if (!zero || !one)
    return std::nullopt;
  for (size_t i = 0; i < q.size(); ++i) {
    auto e = static_cast<int64_t>(i);
    double scale = one->toDouble(e) - zero->toDouble(e);
    if (!(scale > 0))
      return std::nullopt;
    q[i] = std::nearbyint(-zero->toDouble(e) / scale) + wanted.toDouble(e) / scale;
  }
  return nearest(Tensor::of<double>(now.shape(), q), now.dtype());
}

std::optional<Tensor> backward(const Op &link, const Tensor &wanted, const Tensor &now) {
  if (linkName(link) == "dequantize_linear")
    return isInteger(now.dtype()) ? quantized(link, wanted, now) : std::nullopt;
  return nearest(wanted, now.dtype());
}

/// The entry of a grid that an element of a tensor of that shape lies on.
size_t entryOf(const Quantization &grid, const Shape &shape, int64_t element) {
  if (!grid.isPerAxis() || static_cast<size_t>(grid.axis) >= shape.size())
    return 0;
  int64_t inner = 1;
  for (size_t i = static_cast<size_t>(grid.axis) + 1; i < shape.size(); ++i)
    inner *= shape[i];
  return static_cast<size_t>(element / inner) % grid.scales.size();
}

/// What integers on the grid of their type stand for.
Tensor realOn(const Quantization &grid, const Tensor &integers) {
  std::vector<double> values = integers.toDoubles();
  for (size_t i = 0; i < values.size(); ++i) {
    size_t entry = entryOf(grid, integers.shape(), static_cast<int64_t>(i));
    values[i] = (values[i] - static_cast<double>(grid.zeroPoints[entry])) *
                static_cast<double>(grid.scales[entry]);
  }
  return Tensor::of<double>(integers.shape(), values).converted(DType::F32);
}

/// The nearest integers. Bytes around 0 do without the lowest, as kernels expect of weights.
Tensor nearestOn(const Quantization &grid, const Tensor &wanted, DType dtype) {
  std::vector<double> values = wanted.toDoubles();
  bool isAroundZero = std::ranges::all_of(grid.zeroPoints, [](int64_t z) { return z == 0; });
  for (size_t i = 0; i < values.size(); ++i) {
    size_t entry = entryOf(grid, wanted.shape(), static_cast<int64_t>(i));
    values[i] = values[i] / static_cast<double>(grid.scales[entry]) +
                static_cast<double>(grid.zeroPoints[entry]);
    if (isAroundZero && dtype == DType::I8)
      values[i] = std::max(values[i], -127.0);
  }
  return nearest(Tensor::of<double>(wanted.shape(), values), dtype);
}

using IsMine = std::function<bool(const Use &)>;

/// Who reads a value, also what constant ops make of it.
struct Readers {
  bool mine = false, others = false;
  Readers &operator|=(const Readers &more) {
    mine |= more.mine;
    others |= more.others;
    return *this;
  }
};

/// The readers of the constants of a graph: who reads what constant ops make is known from the last of
/// them on.
class ReaderCensus {
public:
  ReaderCensus(const Graph &graph, const IsMine &isMine) : isMine(isMine) {
    for (const Op *op : constantOps(graph))
      behind.emplace(op, Readers());
    for (auto op = graph.ops().rbegin(); op != graph.ops().rend(); ++op)
      if (auto known = behind.find(op->get()); known != behind.end())
        for (unsigned i = 0; i < (*op)->numResults(); ++i)
          known->second |= of(*(*op)->result(i));
  }

  Readers of(const Value &value) const {
    Readers out;
    for (const Use &use : value.uses())
      out |= of(use);
    return out;
  }
  Readers of(const Use &use) const {
    if (isMine(use))
      return {.mine = true};
    auto known = behind.find(use.op);
    return known == behind.end() ? Readers{.others = true} : known->second;
  }

private:
  const IsMine &isMine;
  std::unordered_map<const Op *, Readers> behind; ///< of ops that depend on constants alone
};

/// A copy in front of `op` that reads the copies; its results are copies of the op's.
void copyOp(Op &op, ValueMap &copies) {
  Graph &graph = op.parent();
  Op *copy = graph.cloneOp(op, copies, &op,
                           [&](const Value &value) { return graph.uniqueName(value.name()); });
  std::string name = uniqueNodeName(graph, op.label());
  copy->setLocation(Location::atNode(op.location().file, name, -1));
}

/// Leads the uses of `constant` that are mine to its copy, through constant ops, which are copied where
/// others read what they make.
void lead(Value &constant, const ReaderCensus &readers, ValueMap &copies) {
  std::vector<Value *> open{&constant};
  while (!open.empty()) {
    Value *value = open.back();
    open.pop_back();
    const std::vector<Use> uses = value->uses();
    for (const Use &use : uses) {
      Readers behind = readers.of(use);
      if (!behind.mine)
        continue;
      if (!use.op) {
        use.graph->setOutput(use.index, mapped(copies, value));
      } else if (!behind.others) {
        use.op->setOperand(use.index, mapped(copies, value));
      } else if (!copies.contains(use.op->result())) {
        copyOp(*use.op, copies);
        for (unsigned i = 0; i < use.op->numResults(); ++i)
          open.push_back(use.op->result(i));
      }
    }
  }
}

double maxDifference(const Tensor &a, const Tensor &b) {
  double largest = 0;
  for (int64_t i = 0; i < a.size(); ++i)
    largest = std::max(largest, std::fabs(a.toDouble(i) - b.toDouble(i)));
  return largest;
}

} // namespace

std::optional<FaithfulConstant> FaithfulConstant::of(Value *value) {
  FaithfulConstant constant;
  constant.top = constant.holder = value;
  while (constant.holder && !constant.holder->isWeight()) {
    Op *op = constant.holder->definingOp();
    if (op && isConstantOp(*op))
      break;
    if (!op || linkName(*op).empty())
      return std::nullopt;
    constant.links.push_back(op);
    constant.holder = op->operand(0);
  }
  return constant.holder && constant.evaluate() ? std::optional(constant) : std::nullopt;
}

Tensor FaithfulConstant::stored() const {
  if (holder->isWeight())
    return holder->tensor();
  const Attribute *found = elementsOf(*holder->definingOp());
  return found ? asTensor(*found).value_or(Tensor()) : Tensor();
}

Tensor FaithfulConstant::held() const {
  Tensor own = stored();
  const Quantization *grid = holder->type().quantization();
  return grid && isInteger(own.dtype()) ? realOn(*grid, own) : own;
}

void FaithfulConstant::setHeld(Tensor tensor) {
  if (holder->isWeight())
    return holder->setTensor(std::move(tensor));
  Attribute &found = *elementsOf(*holder->definingOp());
  if (found.get<Tensor>())
    found = std::move(tensor);
  else if (found.get<double>() || found.get<int64_t>())
    found = *asKind(tensor, found.get<double>() ? "float" : "int");
  else
    found = *asKind(tensor, found.get<Attribute::Floats>() ? "floats" : "ints");
}

bool FaithfulConstant::evaluate() {
  if (!holder->isWeight()) {
    const Attribute *found = elementsOf(*holder->definingOp());
    if (!found || !asTensor(*found))
      return false;
  }
  elements = held();
  if (elements.isString() || classOf(elements.dtype()) == DTypeClass::Complex)
    return false;
  for (auto link = links.rbegin(); link != links.rend(); ++link) {
    auto next = forward(**link, elements);
    if (!next)
      return false;
    elements = std::move(*next);
  }
  return true;
}

ConstantWrite FaithfulConstant::setReal(const Tensor &wanted) {
  if (wanted.shape() != elements.shape())
    return {"the constant '" + top->name() + "' has another shape"};
  // What each link reads now, from the top down.
  std::vector<Tensor> now{held()};
  for (auto link = links.rbegin(); link != links.rend(); ++link)
    now.push_back(*forward(**link, now.back()));
  Tensor values = wanted;
  for (size_t i = 0; i < links.size(); ++i) {
    auto below = backward(*links[i], values, now[links.size() - 1 - i]);
    if (!below)
      return {"'" + links[i]->label() + "' in front of it cannot be undone"};
    values = std::move(*below);
  }
  const Quantization *grid = holder->type().quantization();
  DType dtype = stored().dtype();
  setHeld(grid && isInteger(dtype) ? nearestOn(*grid, values, dtype) : nearest(values, dtype));
  if (!evaluate())
    return {"the constant '" + top->name() + "' can no longer be read"};
  return {"", maxDifference(elements, wanted)};
}

bool FaithfulConstant::isShared() const {
  return holder->uses().size() > 1 || std::ranges::any_of(links, [](const Op *link) {
           return link->result()->uses().size() > 1;
         });
}

std::optional<FaithfulConstant>
FaithfulConstant::forReaders(Value &value, const std::function<bool(const Use &)> &isMine) {
  auto constant = of(&value);
  if (!constant)
    return std::nullopt;
  Value &holder = *constant->holder;
  Graph &graph = holder.graph();
  const ReaderCensus census(graph, isMine);
  Readers readers = census.of(holder);
  if (!readers.mine)
    return std::nullopt;
  if (!readers.others)
    return constant;
  Value *copy = graph.addWeight(constant->stored(), graph.uniqueName(holder.name()));
  copy->setType(copy->type().quantizedLike(holder.type()));
  ValueMap copies{{&holder, copy}};
  lead(holder, census, copies);
  return of(mapped(copies, &value));
}

std::optional<FaithfulConstant> FaithfulConstant::forUser(Op &user, unsigned operand) {
  Value *value = user.operand(operand);
  if (!value)
    return std::nullopt;
  return forReaders(*value,
                    [&](const Use &use) { return use.op == &user && use.index == operand; });
}

std::unordered_set<const Op *> constantOps(const Graph &graph) {
  std::unordered_set<const Op *> found;
  auto isConstant = [&](const Value *value) {
    const Op *maker = value ? value->definingOp() : nullptr;
    return !value || value->isWeight() ||
           (maker && (isConstantOp(*maker) || found.contains(maker)));
  };
  for (const auto &op : graph.ops()) {
    const OpDef *def = opDefForForeign(*op);
    if (def && def->isDeterministic() && op->numOperands() > 0 && op->numRegions() == 0 &&
        std::ranges::all_of(op->operands(), isConstant))
      found.insert(op.get());
  }
  return found;
}

} // namespace fixcon
