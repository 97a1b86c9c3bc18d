// Integers q stand for (q - z) * s. What was read wrongly shows in the source's numbers w that they ought to be: where a
// factor between (q - z) and w puts all within a step, it is the scale; where a shift of q does as well, that is the zero
// point; otherwise the integers themselves are wrong, and are made anew on a grid that holds all w. Constants that somebody
// else reads are copied.
#include "QuantizedConstants.h"

#include "fixcon/Align/ExecutablePair.h"
#include "fixcon/Align/Layout.h"
#include "fixcon/IR/Graph.h"
#include "fixcon/Localize/EqualWeights.h"
#include "fixcon/Localize/Quantization.h"
#include "fixcon/Ops/OpDef.h"
#include "fixcon/Tensor/Quantize.h"

#include <algorithm>
#include <cmath>

namespace fixcon {
namespace {

/// Integers of the file with what they are read by. Scale and zero point may be null.
struct Holder {
  Value *integers = nullptr, *scale = nullptr, *zeroPoint = nullptr;
  size_t axis = 0;
  double factor = 1;                             ///< beside the scale
  std::vector<double> scalesBefore, zerosBefore; ///< as the normal forms know them

  size_t entries() const { return scale ? static_cast<size_t>(scale->tensor().size()) : 1; }
  size_t entry(int64_t element) const {
    if (entries() == 1)
      return 0;
    const Shape &shape = integers->tensor().shape();
    return static_cast<size_t>(element / stridesOf(shape)[axis] % shape[axis]);
  }
  double scaleAt(size_t e) const {
    return (scale ? scale->tensor().toDouble(static_cast<int64_t>(e)) : 1) * factor;
  }
  double zeroAt(size_t e) const {
    if (!zeroPoint)
      return 0;
    const Tensor &zero = zeroPoint->tensor();
    return zero.toDouble(zero.size() == 1 ? 0 : static_cast<int64_t>(e));
  }
  /// What the integers stood for before anything was written.
  Tensor real() const {
    Tensor out = integers->tensor().converted(DType::F64);
    auto values = out.mutableData<double>();
    for (size_t i = 0; i < values.size(); ++i) {
      size_t e = entry(static_cast<int64_t>(i));
      double zero = zerosBefore.empty() ? 0 : zerosBefore[zerosBefore.size() == 1 ? 0 : e];
      values[i] = (values[i] - zero) * scalesBefore[e] * factor;
    }
    return out;
  }
};

Value *initializer(const Graph &faithful, const Value *core) {
  for (const std::string &origin : core ? core->origins() : std::vector<std::string>())
    if (Value *value = faithful.value(origin); value && value->isWeight())
      return value;
  return nullptr;
}

Role roleOf(const Op &op, unsigned operand) {
  const OperandDef *def = operand < op.numOperands() ? opDef(op)->operandDef(operand) : nullptr;
  return def ? def->role : Role::Data;
}

/// The axis that several scales belong to.
size_t axisOf(const Op &op, const Value &integers, size_t entries) {
  const OpDef *def = opDef(op);
  size_t rank = integers.tensor().rank(), axis = def->traits().window ? 0 : rank - 1;
  if (!def->traits().axis.empty())
    if (auto given = def->effective(op, def->traits().axis); given.get<int64_t>()) {
      int64_t at = *given.get<int64_t>();
      axis = static_cast<size_t>(at < 0 ? at + static_cast<int64_t>(rank) : at);
    }
  return axis < rank && integers.tensor().shape()[axis] == static_cast<int64_t>(entries) ? axis
                                                                                         : rank;
}

/// Whether a node of the file has the scale beside integers that it holds, as their own.
bool isBesideIntegers(const Value &scale) {
  return std::ranges::any_of(scale.uses(), [](const Use &use) {
    const Value *before = use.op && use.index > 0 ? use.op->operand(use.index - 1) : nullptr;
    return before && before->isWeight() && isInteger(before->tensor().dtype());
  });
}

/// Scales that stand in other ops: that of weights is the one beside them; integers of 32 bits, which are added to the
/// products, have all factors.
void findScales(const Value &weight, const Graph &faithful, Holder &holder) {
  bool isSum = byteSize(holder.integers->tensor().dtype()) > 2;
  std::vector<Value *> scales;
  for (const std::string &origin : weight.origins())
    if (Value *value = faithful.value(origin);
        value && value->isWeight() && isFloat(value->tensor().dtype()))
      scales.push_back(value);
  for (Value *scale : scales)
    if (scales.size() == 1 || isBesideIntegers(*scale))
      holder.scale = scale;
  for (Value *other : scales)
    if (isSum && other != holder.scale && other->tensor().size() == 1)
      holder.factor *= other->tensor().toDouble(0);
}

/// What reads the integers, operand `i` of an op of the executable form.
std::optional<Holder> holderAt(const Op &op, unsigned i, const Value &weight,
                               const Graph &faithful) {
  Holder holder;
  holder.integers = initializer(faithful, op.operand(i));
  if (!holder.integers || !isInteger(holder.integers->tensor().dtype()))
    return std::nullopt;
  if (roleOf(op, i + 1) == Role::Scale) {
    holder.scale = initializer(faithful, op.operand(i + 1));
    if (roleOf(op, i + 2) == Role::ZeroPoint && op.operand(i + 2))
      holder.zeroPoint = initializer(faithful, op.operand(i + 2));
  } else if (roleOf(op, i) == Role::Bias && roleOf(op, 1) == Role::Scale) {
    // Of a sum of products, whose scales multiply.
    const Value *x = op.operand(1);
    unsigned w = opDef(op)->operandDef(3)->role == Role::Weight ? 4 : 0;
    holder.scale = w ? initializer(faithful, op.operand(w)) : nullptr;
    holder.factor = x->isWeight() ? x->tensor().toDouble(0) : 1;
  } else {
    // The scale stands in another op.
    if (roleOf(op, i + 2) == Role::ZeroPoint && op.operand(i + 2))
      holder.zeroPoint = initializer(faithful, op.operand(i + 2));
    findScales(weight, faithful, holder);
  }
  // Of the two of one layer, the weight's scale is written before the bias is.
  auto before = [&](const Value *held) {
    for (unsigned k = 0; held && k < op.numOperands(); ++k)
      if (op.operand(k) && op.operand(k)->isWeight() &&
          initializer(faithful, op.operand(k)) == held)
        return op.operand(k)->tensor().toDoubles();
    return held ? held->tensor().toDoubles() : std::vector<double>();
  };
  holder.scalesBefore = before(holder.scale);
  holder.zerosBefore = before(holder.zeroPoint);
  if (holder.entries() > 1)
    holder.axis = axisOf(op, *holder.integers, holder.entries());
  return holder.scale && (holder.entries() == 1 || holder.axis < holder.integers->tensor().rank())
             ? std::optional(holder)
             : std::nullopt;
}

std::optional<Holder> holderOf(const NormalPair &pair, const Value &weight) {
  const Graph *executable = pair.target->module().derived(*pair.target, GraphKind::Executable);
  for (const auto &op : executable->ops())
    for (unsigned i = 0; opDef(*op) && i < op->numOperands(); ++i) {
      const Value *v = op->operand(i);
      bool isBehind =
          v && v->isWeight() && v->tensor().size() == weight.tensor().size() &&
          std::ranges::find_first_of(v->origins(), weight.origins()) != v->origins().end();
      if (!isBehind || !isInteger(v->tensor().dtype()) || roleOf(*op, i) == Role::ZeroPoint)
        continue;
      if (auto holder = holderAt(*op, i, weight, *pair.target))
        return holder;
    }
  return std::nullopt;
}

/// One scale and zero point, the integers that go by it, and what they ought to stand for.
struct Entry {
  std::vector<double> q, w;
  double scale = 1, zero = 0;
  double low = 0, high = 0; ///< of the dtype

  /// Whether the integers stand for the numbers, up to the rounding, by these.
  bool fits(double s, double z) const {
    constexpr double half = 0.51, whole = 1.01;
    for (size_t i = 0; i < q.size(); ++i) {
      bool atEnd = q[i] == low || q[i] == high;
      if (!(std::fabs((q[i] - z) * s - w[i]) <= (atEnd ? whole : half) * s))
        return false;
    }
    return s > 0;
  }
  /// Whether the grid holds the numbers.
  bool holds(double s, double z) const {
    return std::ranges::all_of(
        w, [&](double x) { return x / s + z >= low - 1 && x / s + z <= high + 1; });
  }
  /// The scale by which the integers stand for the numbers; 0 if there is none.
  double scaleFor(double z) const {
    std::vector<double> centred = q;
    for (double &x : centred)
      x -= z;
    return commonStep(centred, w, low - z, high - z).value_or(0);
  }
  double mean(const std::vector<double> &of) const {
    double sum = 0;
    for (double x : of)
      sum += x;
    return sum / static_cast<double>(of.size());
  }

  void solve(bool mayMove) {
    if (fits(scale, zero))
      return;
    if (double s = scaleFor(zero); mayMove && fits(s, zero)) {
      scale = s;
      return;
    }
    if (double z = std::nearbyint(mean(q) - mean(w) / scale); mayMove && fits(scale, z)) {
      zero = z;
      return;
    }
    if (mayMove && !(holds(scale, zero) && isUsed()))
      remake();
    for (size_t i = 0; i < q.size(); ++i)
      q[i] = std::clamp(std::nearbyint(w[i] / scale) + zero, low, high);
  }

private:
  /// A grid whose steps are far too coarse for the numbers is none of theirs.
  bool isUsed() const {
    double largest = 0;
    for (double x : w)
      largest = std::max(largest, std::fabs(x));
    return largest > 0.3 * scale * std::max(high - zero, zero - low);
  }
  void remake() {
    auto [least, most] = std::ranges::minmax(w);
    bool isSymmetric = low < 0 && zero == 0;
    double largest = std::max(std::fabs(least), std::fabs(most));
    scale =
        isSymmetric ? largest / high : (std::max(most, 0.0) - std::min(least, 0.0)) / (high - low);
    if (!(scale > 0))
      scale = 1;
    if (!isSymmetric)
      zero = std::clamp(std::nearbyint(low - std::min(least, 0.0) / scale), low, high);
  }
};

/// A constant in place of the one that an op reads, which others may go on to read.
void write(Graph &graph, Value &constant, const Tensor &tensor, const std::vector<Op *> &readers,
           std::vector<std::string> &written) {
  if (constant.tensor().toDoubles() == tensor.toDoubles())
    return;
  auto isReader = [&](const Use &use) {
    return use.op && std::ranges::find(readers, use.op) != readers.end();
  };
  if (std::ranges::all_of(constant.uses(), isReader)) {
    constant.setTensor(tensor);
    written.push_back(constant.name());
    return;
  }
  Value *copy = graph.addWeight(tensor, graph.uniqueName(constant.name()));
  const std::vector<Use> uses = constant.uses();
  for (const Use &use : uses)
    if (isReader(use))
      use.op->setOperand(use.index, copy);
  written.push_back(copy->name());
}

Tensor numbersLike(const Tensor &like, const std::vector<double> &values) {
  return Tensor::of<double>(like.shape(), values).converted(like.dtype());
}

} // namespace

bool isHeldAsIntegers(const Value &weight, const NormalPair &pair) {
  return heldIntegers(weight, *pair.target).has_value();
}

std::string writeIntegers(const NormalPair &pair, const Value &weight, const Tensor &wanted,
                          std::vector<std::string> &written) {
  auto holder = holderOf(pair, weight);
  if (!holder)
    return "the integers behind these weights and their scale are not found in the file";
  Tensor real = holder->real();
  const Shape shape = weight.tensor().shape();
  std::optional<Layout> layout;
  for (const Layout &candidate : candidateLayouts(shape, real.shape()))
    if (!layout && equalWeights(real, applyLayout(weight.tensor(), candidate, real.shape())))
      layout = candidate;
  if (!layout)
    return "these weights are computed from '" + holder->integers->name() + "' and more";
  Tensor numbers = applyLayout(wanted.reshaped(shape), *layout, real.shape());
  const Tensor held = holder->integers->tensor();
  auto [low, high] = rangeOf(held.dtype());
  std::vector<Entry> entries(holder->entries());
  for (size_t e = 0; e < entries.size(); ++e)
    entries[e] = {{}, {}, holder->scaleAt(e), holder->zeroAt(e), low, high};
  for (int64_t i = 0; i < held.size(); ++i) {
    entries[holder->entry(i)].q.push_back(held.toDouble(i));
    entries[holder->entry(i)].w.push_back(numbers.toDouble(i));
  }
  bool isFine = byteSize(held.dtype()) > 2; // a bias, whose scale is that of the products
  std::vector<double> scales, zeros, q(static_cast<size_t>(held.size()));
  for (Entry &entry : entries) {
    entry.solve(!isFine);
    scales.push_back(entry.scale / holder->factor);
    zeros.push_back(entry.zero);
  }
  std::vector<size_t> next(entries.size(), 0);
  for (int64_t i = 0; i < held.size(); ++i) {
    size_t e = holder->entry(i);
    q[static_cast<size_t>(i)] = entries[e].q[next[e]++];
  }
  Graph &graph = *pair.target;
  const std::vector<Op *> readers = usersOf(*holder->integers);
  write(graph, *holder->integers, numbersLike(held, q), readers, written);
  if (isFine)
    return "";
  // A scale that is no operand beside the integers is the only reader's own.
  std::vector<Op *> scaleReaders = usersOf(*holder->scale);
  bool isBeside = std::ranges::any_of(
      scaleReaders, [&](Op *op) { return std::ranges::find(readers, op) != readers.end(); });
  write(graph, *holder->scale, numbersLike(holder->scale->tensor(), scales),
        isBeside ? readers : scaleReaders, written);
  if (holder->zeroPoint) {
    if (holder->zeroPoint->tensor().size() == 1)
      zeros.resize(1);
    write(graph, *holder->zeroPoint, numbersLike(holder->zeroPoint->tensor(), zeros), readers,
          written);
  }
  return "";
}

} // namespace fixcon
