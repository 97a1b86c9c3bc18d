// Which ops run as one. An elementwise op joins the op whose result it reads if nothing else does and the shape stays:
// what it computes is then computed where that result is stored. A chain runs where its last op stands, when all that
// its ops read is there.
#include "fixcon/JIT/JIT.h"

#include "Kernels.h"
#include "ScalarCode.h"

#include "fixcon/IR/Graph.h"
#include "fixcon/Ops/OpDef.h"

#include <algorithm>
#include <map>
#include <mutex>
#include <unordered_map>

namespace fixcon {

#define KERNEL(Name, op, operands, takesChain)                                                     \
  std::unique_ptr<Kernel> make##Name##Kernel(KernelRequest request);
#include "Kernels.def"

const KernelEntry *kernelEntry(std::string_view op) {
  static const std::vector<KernelEntry> entries{
#define KERNEL(Name, op, operands, takesChain) {op, operands, takesChain, make##Name##Kernel},
#include "Kernels.def"
  };
  auto it = std::ranges::find_if(entries, [&](const KernelEntry &entry) { return op == entry.op; });
  return it == entries.end() ? nullptr : &*it;
}

namespace {

/// Ops that may run as one.
struct Group {
  std::vector<const Op *> ops;
  const KernelEntry *entry = nullptr; ///< null: of a family
  Chain chain;
  DType dtype = DType::F32;
  bool takesChain = false;
};

class Scheduler {
public:
  Scheduler(const StepRequest &request, const std::shared_ptr<Compiler> &compiler)
      : request(request), compiler(compiler) {}

  std::vector<PlanStep> run() {
    for (const Op *op : request.ops)
      add(*op);
    // Groups stand where their last ops do.
    std::unordered_map<const Op *, const Group *> byLast;
    for (const Group &group : groups)
      if (!group.ops.empty())
        byLast[group.ops.back()] = &group;
    std::vector<PlanStep> steps;
    for (const Op *op : request.ops)
      if (auto it = byLast.find(op); it != byLast.end())
        steps.push_back(stepOf(*it->second));
    return steps;
  }

private:
  void add(const Op &op) {
    auto dtype = dtypeOf(op);
    if (dtype && isFormula(op)) {
      if (!join(op, *dtype))
        begin(op, *dtype, nullptr, true);
      return;
    }
    const KernelEntry *entry = dtype ? kernelEntry(op.name()) : nullptr;
    begin(op, dtype.value_or(DType::F32), entry, entry && entry->takesChain);
  }

  /// The dtype in which all floats of the op are computed, which has one.
  std::optional<DType> dtypeOf(const Op &op) const {
    if (request.isPlain(op) || op.numRegions() || !op.dialect().empty() || !op.hasResult(0) ||
        !opDef(op))
      return std::nullopt;
    auto dtype = arithmeticDType(op.result()->type().dtype(), request.numerics);
    for (const Value *operand : op.operands())
      if (operand && isFloat(operand->type().dtype()) &&
          arithmeticDType(operand->type().dtype(), request.numerics) != dtype)
        return std::nullopt;
    return dtype;
  }

  static bool isFormula(const Op &op) {
    const OpDef &def = *opDef(op);
    if (def.family() != Family::Elementwise || !def.isDeterministic() || op.numResults() != 1)
      return false;
    auto isFloatTensor = [](const Value *v) {
      return !v || (v->type().isTensor() && isFloat(v->type().dtype()));
    };
    if (!std::ranges::all_of(op.operands(), isFloatTensor))
      return false;
    Chain scratch;
    return hasCode(formulaOf(op, scratch, nullptr, [](const Value *) { return std::nullopt; }));
  }

  /// The formula of the op; `inner` (null: nothing) stands for the chain in front, operands become arguments, but for
  /// those that `constant` knows.
  template <class Constant>
  static Scalar formulaOf(const Op &op, Chain &chain, const Value *inner, Constant constant) {
    const OpDef &def = *opDef(op);
    std::vector<Scalar> arguments(std::max<size_t>(op.numOperands(), def.operands().size()));
    Scalar front = chain.formula;
    for (unsigned i = 0; i < op.numOperands(); ++i) {
      const Value *value = op.operand(i);
      if (!value)
        continue;
      std::optional<double> number = constant(value);
      arguments[i] = value == inner ? front : number ? Scalar(*number) : chain.add({value});
    }
    return def.formula()(arguments, op);
  }

  std::optional<double> constantOf(const Value *value) const {
    if (!value->isWeight() || request.isVisible(value) || value->tensor().size() != 1)
      return std::nullopt;
    return value->tensor().toDouble(0);
  }

  bool join(const Op &op, DType dtype) {
    Group *front = nullptr;
    const Value *inner = nullptr;
    for (const Value *operand : op.operands()) {
      auto it = operand ? byResult.find(operand) : byResult.end();
      if (it == byResult.end() || request.isVisible(operand) || operand->uses().size() != 1)
        continue;
      Group &group = groups[it->second];
      // The one that ends later knows more of what the others read.
      if (group.takesChain && group.dtype == dtype && keepsShape(*operand, *op.result()) &&
          (!front || it->second > byResult.at(inner))) {
        front = &group;
        inner = operand;
      }
    }
    if (!front)
      return false;
    front->chain.formula =
        formulaOf(op, front->chain, inner, [&](const Value *v) { return constantOf(v); });
    front->ops.push_back(&op);
    byResult[op.result()] = byResult.at(inner);
    return true;
  }

  static bool keepsShape(const Value &from, const Value &to) {
    return from.type().isRanked() && to.type().isRanked() &&
           from.type().dims() == to.type().dims() &&
           std::ranges::none_of(to.type().dims(), [](const Dim &dim) { return dim.isUnknown(); });
  }

  void begin(const Op &op, DType dtype, const KernelEntry *entry, bool takesChain) {
    if (op.numResults() == 1 && op.hasResult(0))
      byResult[op.result()] = groups.size();
    groups.push_back(groupOf(op, dtype, entry, takesChain));
  }

  Group groupOf(const Op &op, DType dtype, const KernelEntry *entry, bool takesChain) const {
    Group group{{&op}, entry, {}, dtype, takesChain};
    if (entry) {
      for (unsigned i = entry->operands; entry->takesChain && i < op.numOperands(); ++i)
        if (op.operand(i))
          group.chain.formula =
              group.chain.formula + group.chain.add({op.operand(i), /*isBias=*/true});
    } else if (takesChain) {
      // There is nothing in front: arguments count from 0, and the first one is an operand.
      Chain chain;
      chain.formula = formulaOf(op, chain, nullptr, [&](const Value *v) { return constantOf(v); });
      group.chain = std::move(chain);
    }
    return group;
  }

  PlanStep stepOf(const Group &group) const {
    const Op &first = *group.ops.front(), &last = *group.ops.back();
    PlanStep step = fixcon::stepOf(first);
    step.ops = group.ops;
    step.kernel = kernelOf(group);
    if (group.entry || group.takesChain) {
      unsigned own = group.entry ? std::min(group.entry->operands, first.numOperands()) : 0;
      step.operands.assign(first.operands().begin(), first.operands().begin() + own);
      for (const ChainOperand &operand : group.chain.operands)
        step.operands.push_back(operand.value);
      if (group.ops.size() > 1)
        step.results = {last.result()};
    }
    if (group.ops.size() > 1)
      for (const Op *op : group.ops)
        step.parts.push_back(stepOf(partOf(*op)));
    return step;
  }

  Group partOf(const Op &op) const {
    auto dtype = dtypeOf(op);
    const KernelEntry *entry = kernelEntry(op.name());
    return groupOf(op, *dtype, entry, entry ? entry->takesChain : true);
  }

  std::shared_ptr<const Kernel> kernelOf(const Group &group) const {
    const Op &op = *group.ops.front();
    KernelRequest asked{op, group.chain, group.dtype, *group.ops.back()->result(), compiler};
    if (group.entry)
      return group.entry->make(std::move(asked));
    if (group.takesChain)
      return makeElementwiseKernel(std::move(asked));
    const OpDef *def = opDef(op);
    bool moves = def && def->family() == Family::Movement && dtypeOf(op);
    return moves ? makeMovementKernel(std::move(asked)) : nullptr;
  }

  const StepRequest &request;
  const std::shared_ptr<Compiler> &compiler;
  std::vector<Group> groups;
  std::unordered_map<const Value *, size_t> byResult; ///< of groups that something may join
};

class Provider final : public KernelProvider {
public:
  explicit Provider(Machine machine) : compiler(std::make_shared<Compiler>(std::move(machine))) {}

  std::vector<PlanStep> schedule(const StepRequest &request) const override {
    return Scheduler(request, compiler).run();
  }

private:
  std::shared_ptr<Compiler> compiler;
};

} // namespace

std::shared_ptr<const KernelProvider> jitKernels(std::string_view machine) {
  static std::mutex mutex;
  static std::map<std::string, std::shared_ptr<const Provider>, std::less<>> providers;
  std::lock_guard lock(mutex);
  if (auto known = providers.find(machine); known != providers.end())
    return known->second;
  auto named = machineNamed(machine);
  if (!named)
    return nullptr;
  return providers.emplace(machine, std::make_shared<const Provider>(std::move(*named)))
      .first->second;
}

FailureOr<std::unique_ptr<Executor>> makeJITExecutor(const Graph &graph,
                                                     const ExecOptions &options) {
  return makeExecutor(graph, options, jitKernels());
}

} // namespace fixcon
