// A NaN seldom arises where it is seen. It is followed against the direction of data through the values of one run
// in the precision of the model. Whether a dtype is to blame is asked of the op itself: what overflows in half
// precision is finite when the op alone is evaluated without rounding.
#include "fixcon/Validate/Nonfinite.h"

#include "fixcon/Align/NormalPair.h"
#include "fixcon/Exec/Executor.h"
#include "fixcon/IR/RecordFields.h"
#include "fixcon/Ops/Broadcast.h"
#include "fixcon/Ops/Misfit.h"
#include "fixcon/Ops/OpDef.h"
#include "fixcon/Ops/Opaque.h"

#include <cmath>

namespace fixcon {
namespace {

using IsBad = bool (*)(double);

bool isNaN(double x) { return std::isnan(x); }
bool isInfinite(double x) { return std::isinf(x); }
bool isNonfinite(double x) { return !std::isfinite(x); }

/// -1 if no element is bad.
int64_t firstBad(const Tensor &tensor, IsBad isBad) {
  if (!tensor.isString() && isFloat(tensor.dtype()))
    for (int64_t i = 0; i < tensor.size(); ++i)
      if (isBad(tensor.toDouble(i)))
        return i;
  return -1;
}

std::string shortest(double value) {
  if (std::isnan(value))
    return "NaN";
  char text[32];
  std::snprintf(text, sizeof text, "%.6g", value);
  return text;
}

std::string quoted(const std::string &name) { return "'" + name + "'"; }

/// The values of one run.
class Trace {
public:
  Trace(const Graph &executable, const Graph &faithful) : graph(executable), faithful(faithful) {}

  LogicalResult run(const std::map<std::string, Tensor> &inputs, const Environment &environment) {
    ExecOptions options;
    options.numerics = Numerics::Typed;
    options.seed = environment.seed;
    auto executor = environment.executor(graph, options);
    if (failed(executor))
      return failure();
    std::vector<const Value *> fetches;
    RunShadow shadow(graph, inputs);
    for (const auto &op : graph.ops())
      for (unsigned i = 0; i < op->numResults(); ++i)
        if (op->hasResult(i) && !shadow.cause(op->result(i)))
          fetches.push_back(op->result(i));
    auto data = (*executor)->runData(bindArguments<Datum>(graph, inputs), fetches);
    if (failed(data))
      return failure();
    for (size_t i = 0; i < fetches.size(); ++i)
      if ((*data)[i].isTensor())
        values.emplace(fetches[i], (*data)[i].tensor());
    for (const auto &argument : graph.arguments())
      if (auto found = inputs.find(argument->name()); found != inputs.end())
        values.emplace(argument.get(), found->second);
    return success();
  }

  std::optional<NonfiniteOrigin> origin() const {
    for (unsigned i = 0; i < graph.numOutputs(); ++i) {
      const Value *output = graph.output(i);
      if (has(*output, isNaN))
        return describe(behindNaN(follow(*output, isNaN)));
      if (has(*output, isInfinite))
        return describe(follow(*output, isInfinite));
    }
    return std::nullopt;
  }

private:
  const Tensor *tensorOf(const Value &value) const {
    auto found = values.find(&value);
    return found != values.end() ? &found->second : value.isWeight() ? &value.tensor() : nullptr;
  }
  bool has(const Value &value, IsBad isBad) const {
    const Tensor *tensor = tensorOf(value);
    return tensor && firstBad(*tensor, isBad) >= 0;
  }
  const Value *badOperand(const Op &op, IsBad isBad) const {
    for (unsigned i = 0; i < op.numOperands(); ++i)
      if (const Value *operand = op.operand(i); operand && has(*operand, isBad))
        return operand;
    return nullptr;
  }

  /// Null for what is fed: arguments, and what is given for an opaque op.
  static const Op *makerOf(const Value &value) {
    const Op *op = value.definingOp();
    return op && !isOpaque(*op) ? op : nullptr;
  }

  const Value &follow(const Value &from, IsBad isBad) const {
    const Value *value = &from;
    while (const Op *op = makerOf(*value)) {
      const Value *operand = badOperand(*op, isBad);
      if (!operand)
        break;
      value = operand;
    }
    return *value;
  }

  const Value &behindNaN(const Value &value) const {
    const Op *op = value.definingOp();
    const Value *infinite = op ? badOperand(*op, isInfinite) : nullptr;
    const Value *made = infinite ? &follow(*infinite, isInfinite) : nullptr;
    return made && !made->isWeight() ? *made : value;
  }

  NonfiniteOrigin describe(const Value &value) const {
    NonfiniteOrigin origin;
    origin.value = value.name();
    const Op *op = makerOf(value);
    if (!op) {
      const Tensor &tensor = *tensorOf(value);
      std::string known = value.origins().empty() ? value.name() : value.origins().front();
      origin.why = std::string(value.isWeight() ? "weight " : "input ") + quoted(known) +
                   " holds " + shortest(tensor.toDouble(firstBad(tensor, isNonfinite)));
      return origin;
    }
    origin.node = labelInFile(*op, faithful);
    origin.reach = reachOf(value, *op);
    origin.why = origin.isOverflow() ? "it reaches " + shortest(origin.reach) + ", more than " +
                                           std::string(name(value.type().dtype())) + " can hold"
                                     : whatIsComputed(value, *op);
    return origin;
  }

  /// The largest magnitude without rounding, if all is finite then; else 0.
  double reachOf(const Value &value, const Op &op) const {
    std::vector<const Tensor *> operands;
    for (unsigned i = 0; i < op.numOperands(); ++i)
      operands.push_back(op.operand(i) ? tensorOf(*op.operand(i)) : nullptr);
    auto exact = evaluateOp(op, operands, {});
    if (failed(exact))
      return 0;
    double reach = 0;
    for (double x : (*exact)[value.index()].toDoubles())
      reach = std::max(reach, std::fabs(x));
    return firstBad((*exact)[value.index()], isNonfinite) < 0 ? reach : 0;
  }

  /// "sqrt(-5) is NaN".
  std::string whatIsComputed(const Value &value, const Op &op) const {
    const Tensor &result = *tensorOf(value);
    int64_t at = firstBad(result, isNonfinite);
    const OpDef *def = opDef(op);
    std::string arguments;
    bool isElementwise = def && def->family() == Family::Elementwise;
    for (unsigned i = 0; isElementwise && i < op.numOperands(); ++i)
      if (const Tensor *operand = op.operand(i) ? tensorOf(*op.operand(i)) : nullptr)
        arguments += (arguments.empty() ? "" : ", ") +
                     shortest(operand->toDouble(placeIn(*operand, result.shape(), at)));
    bool fromInfinite = badOperand(op, isInfinite) != nullptr;
    return (isElementwise ? op.name() + "(" + arguments + ") is "
                          : op.name() + (fromInfinite ? " makes of infinite numbers "
                                                      : " makes of finite numbers ")) +
           shortest(result.toDouble(at));
  }

  /// The element of an operand that broadcasts to element `at` of a result.
  static int64_t placeIn(const Tensor &operand, const Shape &result, int64_t at) {
    Shape strides = broadcastStrides(operand.shape(), result);
    int64_t place = 0;
    for (size_t axis = result.size(); axis-- > 0; at /= result[axis])
      place += at % result[axis] * strides[axis];
    return place;
  }

  const Graph &graph, &faithful;
  std::unordered_map<const Value *, Tensor> values;
};

} // namespace

std::string NonfiniteOrigin::text(std::string_view side) const {
  return (node.empty() ? "" : quoted(node) + " of ") + "the " + std::string(side) + ": " + why +
         " (sample " + quoted(sample) + ")";
}

std::optional<NonfiniteOrigin> findNonfinite(const Graph &executable, const Graph &faithful,
                                             const std::map<std::string, Tensor> &inputs,
                                             const Environment &environment) {
  DiagnosticSuppressor quiet(executable.module().diagnostics());
  Trace trace(executable, faithful);
  if (failed(trace.run(inputs, environment)))
    return std::nullopt;
  return trace.origin();
}

static constexpr const char *kind = "nonfinite";

std::optional<NonfiniteOrigin> nonfiniteOriginOf(const Module &module, const std::string &side) {
  for (const Record &record : module.records())
    if (record.kind == kind && record.subject.graph == side)
      if (auto origin = readFields<NonfiniteOrigin>(record, module.diagnostics());
          succeeded(origin))
        return std::move(*origin);
  return std::nullopt;
}

void setNonfiniteOrigin(Module &module, const std::string &side, const NonfiniteOrigin &origin) {
  std::erase_if(module.records(),
                [&](const Record &r) { return r.kind == kind && r.subject.graph == side; });
  Record record;
  record.kind = kind;
  record.subject = {side, ""};
  writeFields(origin, record);
  module.records().push_back(std::move(record));
}

} // namespace fixcon
