// A view keeps elements in their order, so a value that is a source value in another order of axes stays so behind it,
// though no order of the view's own axes says it:
//
//   source: %f = reshape %x        f32[1,3,8,8] -> f32[1,192]
//   target: %g = reshape %t        %t is %x with channels last
//
// %g is %f seen as [1,3,8,8] and permuted.
//
// The sizes that a view of the normal form is told follow from those of its operand. Where the operand was put right, be it
// that a transpose is missing in front of it, they are those of what was wrong: the view is then the source's.
#include "Matcher.h"

#include "fixcon/Ops/Misfit.h"
#include "fixcon/Ops/OpDef.h"

#include <algorithm>

namespace fixcon {

/// A view of the source's value that has as many elements an axis as `shape`; null if there is none.
static const Op *viewLike(const Value &value, const Shape &shape, const SourceValues &values) {
  for (const Op *user : usersOf(value)) {
    const OpDef *def = opDef(*user);
    const Samples *result = def && def->traits().view && user->operand(0) == &value
                                ? values.find(user->result())
                                : nullptr;
    if (result && result->front().shape() == shape)
      return user;
  }
  return nullptr;
}

/// Whether the operand has other sizes than the op was written for.
static bool isPutRight(const Value &operand, const Samples *fed) {
  const Type &type = operand.type();
  return fed && type.isTensor() && type.isStatic() && type.shape() != fed->front().shape();
}

/// Whether the view as the file has it makes another shape of what it is fed: by numbers that stand there.
static bool isToldOtherSizes(const NormalPair &pair, const Op &view, const Tensor &fed,
                             const Shape &wanted) {
  const Graph *executable = view.module().derived(*pair.target, GraphKind::Executable);
  const Value *result = executable ? executable->value(view.result()->name()) : nullptr;
  const Op *told = result ? result->definingOp() : nullptr;
  if (!told || told->name() != view.name())
    return false;
  std::vector<const Tensor *> operands = {&fed};
  for (unsigned i = 1; i < told->numOperands(); ++i) {
    const Value *operand = told->operand(i);
    if (operand && !operand->isWeight())
      return false;
    operands.push_back(operand ? &operand->tensor() : nullptr);
  }
  DiagnosticSuppressor suppressor(view.module().diagnostics());
  auto made = evaluateOp(*told, operands, {});
  return failed(made) || made->front().shape() != wanted;
}

/// The source's only view of the value, of which the op is then the counterpart.
static bool carryPutRight(Matcher &matcher, const Visit &visit, const Value &source) {
  const Op *view = nullptr;
  for (const Op *user : usersOf(source))
    if (const OpDef *def = opDef(*user); def && def->traits().view) {
      if (view || matcher.alignment.isPaired(user))
        return false;
      view = user;
    }
  const Samples *values = view ? matcher.source.find(view->result()) : nullptr;
  const Samples *fed = matcher.feeder.find(visit.op.operand(0));
  if (!values || isToldOtherSizes(matcher.pair, visit.op, fed->front(), values->front().shape()))
    return false;
  matcher.accept(visit.op, *view, *values, {identityLayout(values->front().shape()), 0});
  return true;
}

/// What marks a misfit says nothing of its own.
static bool carryMark(Matcher &matcher, const Visit &visit) {
  const AlignedValue *aligned = matcher.alignment.find(visit.op.operand(0));
  if (!aligned || visit.results.empty())
    return false;
  matcher.align(*visit.op.result(), *aligned->source, {aligned->layout, aligned->error});
  return true;
}

bool carryView(Matcher &matcher, const Visit &visit) {
  if (isMisfit(visit.op))
    return carryMark(matcher, visit);
  const OpDef *def = opDef(visit.op);
  if (!def || !def->traits().view)
    return false;
  const AlignedValue *aligned = matcher.alignment.find(visit.op.operand(0));
  if (aligned && aligned->layout.keepsOrder() &&
      isPutRight(*visit.op.operand(0), matcher.feeder.find(visit.op.operand(0))))
    return carryPutRight(matcher, visit, *aligned->source);
  if (!aligned || aligned->layout.keepsOrder() || visit.results.empty())
    return false;
  LayoutMatch match{aligned->layout, aligned->error};
  const Samples &results = visit.results[0];
  const Op *view = viewLike(*aligned->source, results.front().shape(), matcher.source);
  if (view && !matcher.alignment.isPaired(view)) {
    matcher.accept(visit.op, *view, results, match);
    return true;
  }
  matcher.align(*visit.op.result(), view ? *view->result() : *aligned->source, match);
  return true;
}

} // namespace fixcon
