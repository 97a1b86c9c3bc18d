// All values that may be asked for are computed at once, on one set of drawn inputs.
#include "fixcon/Localize/ReorderedValues.h"

#include "fixcon/Exec/Executor.h"
#include "fixcon/IR/Module.h"
#include "fixcon/Support/Random.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <set>

namespace fixcon {
namespace {

constexpr size_t leastRank = 3, mostRank = 5;
constexpr int64_t mostElements = int64_t(1) << 26; // of all values together
constexpr double tolerance = 1e-7;                 // relative to the largest element

Shape sorted(Shape shape) {
  std::ranges::sort(shape);
  return shape;
}

/// Numbers for an argument: any for floats, positions in tables for integers.
Tensor drawn(const Type &type, Random &random) {
  std::vector<double> values(static_cast<size_t>(*elementCount(type.shape())));
  for (double &value : values)
    value = isFloat(type.dtype()) ? random.uniform(-1, 1) : static_cast<double>(random.below(2));
  return Tensor::of<double>(type.shape(), values).converted(type.dtype());
}

bool mayBeAsked(const Value &value) {
  return value.definingOp() && value.definingOp()->numResults() == 1 && value.type().isTensor() &&
         value.type().isStatic() && value.type().rank() >= leastRank &&
         value.type().rank() <= mostRank && isFloat(value.type().dtype());
}

/// The values in order, computed from the arguments; empty, without a diagnostic, if that fails.
std::vector<Tensor> run(const Graph &graph, const std::map<std::string, Tensor> &arguments,
                        const std::vector<const Value *> &fetches) {
  DiagnosticSuppressor silent(graph.module().diagnostics());
  auto executor = makeReferenceExecutor(graph, {});
  if (failed(executor))
    return {};
  auto made = (*executor)->run(bindArguments(graph, arguments), fetches);
  return succeeded(made) ? *made : std::vector<Tensor>();
}

bool areEqual(const Tensor &a, const Tensor &b) {
  double largest = 0, error = 0;
  for (int64_t i = 0; i < a.size(); ++i) {
    double x = a.toDouble(i), y = b.toDouble(i);
    if (!std::isfinite(x) || !std::isfinite(y))
      return false;
    largest = std::max(largest, std::abs(x));
    error = std::max(error, std::abs(x - y));
  }
  return error <= tolerance * largest;
}

} // namespace

const ReorderedValues::Values &ReorderedValues::valuesOf(const Graph &normal) const {
  if (values)
    return *values;
  values = std::make_shared<Values>();
  std::vector<const Value *> inNormal, inFile;
  std::set<std::string> origins;
  int64_t total = 0;
  for (const auto &op : normal.ops())
    if (op->numResults() == 1 && !faithful.value(op->result()->name()) &&
        mayBeAsked(*op->result())) {
      inNormal.push_back(op->result());
      origins.insert(op->origins().begin(), op->origins().end());
      total += *elementCount(op->result()->type().shape());
    }
  for (const std::string &name : origins)
    if (const Value *value = faithful.value(name) ? executable.value(name) : nullptr;
        value && mayBeAsked(*value)) {
      inFile.push_back(value);
      total += *elementCount(value->type().shape());
    }
  std::map<std::string, Tensor> arguments;
  Random random(1);
  for (const auto &argument : executable.arguments()) {
    if (!argument->type().isTensor() || !argument->type().isStatic())
      return *values;
    arguments.emplace(argument->name(), drawn(argument->type(), random));
  }
  if (inNormal.empty() || inFile.empty() || total > mostElements)
    return *values;
  std::vector<Tensor> first = run(normal, arguments, inNormal),
                      second = run(executable, arguments, inFile);
  for (size_t i = 0; i < first.size(); ++i)
    values->normal.emplace(inNormal[i], first[i]);
  for (size_t i = 0; i < second.size(); ++i)
    values->file.emplace(inFile[i]->name(), second[i]);
  return *values;
}

std::optional<ReorderedValues::Found> ReorderedValues::find(const Value &core) const {
  if (faithful.value(core.name()) || !mayBeAsked(core))
    return std::nullopt;
  const Values &known = valuesOf(core.graph());
  auto own = known.normal.find(&core);
  if (own == known.normal.end())
    return std::nullopt;
  std::optional<Found> found;
  for (const std::string &origin : core.definingOp()->origins()) {
    auto other = known.file.find(origin);
    if (other == known.file.end() || sorted(other->second.shape()) != sorted(own->second.shape()))
      continue;
    Permutation perm(own->second.rank());
    std::iota(perm.begin(), perm.end(), 0);
    do {
      Tensor moved = transpose(own->second, perm);
      if (moved.shape() != other->second.shape() || !areEqual(moved, other->second))
        continue;
      bool isOther = found && !transpose(own->second, found->perm).identical(moved);
      if (isOther)
        return std::nullopt;
      if (!found)
        found = Found{faithful.value(origin), perm, other->second.shape()};
    } while (std::next_permutation(perm.begin(), perm.end()));
  }
  return found;
}

} // namespace fixcon
