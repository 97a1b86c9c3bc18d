// Runs one of two nested graphs, which take no arguments and see the values around them.

#include "fixcon/IR/Graph.h"
#include "fixcon/IR/TypeLattice.h"
#include "fixcon/Ops/EvalContext.h"
#include "fixcon/Ops/InferContext.h"
#include "fixcon/Ops/OpDef.h"

namespace fixcon {

namespace {
struct IfAttrs {
  std::optional<RegionRef> thenBranch, elseBranch;
  template <class V> void visit(V &v) {
    v("then_branch", thenBranch);
    v("else_branch", elseBranch);
  }
};
} // namespace

static LogicalResult checkBranch(InferContext &context, const std::optional<RegionRef> &branch) {
  const Op &op = context.op();
  if (!branch || branch->index >= op.numRegions())
    return context.error("if_c1") << "a branch is missing";
  const Graph &graph = op.region(branch->index);
  if (!graph.arguments().empty() || graph.numOutputs() != op.numResults())
    return context.error("if_c2") << "a branch takes nothing and gives one output a result";
  return success();
}

static const Graph *chosenBranch(const InferContext &context) {
  const Tensor *condition = context.value(0);
  if (!condition || condition->size() != 1 || condition->dtype() != DType::Bool)
    return nullptr;
  auto attrs = context.attrs<IfAttrs>();
  const auto &branch = condition->toInt(0) ? attrs.thenBranch : attrs.elseBranch;
  const Op &op = context.op();
  return branch && branch->index < op.numRegions() ? &op.region(branch->index) : nullptr;
}

static LogicalResult inferIf(InferContext &context) {
  auto attrs = context.attrs<IfAttrs>();
  if (failed(checkBranch(context, attrs.thenBranch)) ||
      failed(checkBranch(context, attrs.elseBranch)))
    return failure();
  const Op &op = context.op();
  const Graph &yes = op.region(attrs.thenBranch->index), &no = op.region(attrs.elseBranch->index);
  const Graph *chosen = chosenBranch(context);
  for (unsigned i = 0; i < op.numResults(); ++i)
    context.setResult(i, chosen ? chosen->output(i)->type()
                                : join(yes.output(i)->type(), no.output(i)->type()));
  return success();
}

static LogicalResult evalIf(EvalContext &context) {
  auto attrs = context.attrs<IfAttrs>();
  if (context.in(0).size() != 1)
    return context.error() << "the condition has " << context.in(0).size() << " elements";
  const RegionRef &branch = context.in(0).toInt(0) ? *attrs.thenBranch : *attrs.elseBranch;
  auto outputs = context.run(context.op().region(branch.index), {});
  if (failed(outputs))
    return failure();
  context.outputs = std::move(*outputs);
  return success();
}

OpDef defineIf() {
  return OpDef("if")
      .summary("Runs one of two nested graphs.")
      .operand("cond")
      .dtypes(DType::Bool)
      .results(1, 1u << 16)
      .attrs<IfAttrs>()
      .infer(inferIf)
      .choice(chosenBranch)
      .reference(evalIf)
      .onnx("If");
}

} // namespace fixcon
