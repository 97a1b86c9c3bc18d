// Computes, once and for all, what depends on weights alone:
//
//   %w2 = transpose %w {perm = [1, 0]}      (%w a weight)
// becomes the weight %w2, with the origins of %w and of the transpose.
//
// Float results are rounded to their dtype, as a runtime would round them. An op whose result would
// have too many elements, or whose size is not known beforehand, stays.
#include "CoreGraphPass.h"

#include "fixcon/Exec/Executor.h"
#include "fixcon/Ops/OpDef.h"
#include "fixcon/Support/CheckedMath.h"
#include "fixcon/Transforms/CoreBuilder.h"
#include "fixcon/Transforms/Normalize.h"

namespace fixcon {
namespace {

bool isBounded(const Op &op, int64_t maxElements) {
  int64_t total = 0;
  for (unsigned i = 0; i < op.numResults(); ++i) {
    if (!op.hasResult(i))
      continue;
    const Type &type = op.result(i)->type();
    auto count = type.isStatic() ? elementCount(type.shape()) : std::nullopt;
    auto sum = count ? checkedAdd(total, *count) : std::nullopt;
    if (!sum)
      return false;
    total = *sum;
  }
  return total <= maxElements;
}

std::optional<std::vector<Tensor>> evaluate(const Op &op) {
  std::vector<const Tensor *> operands;
  for (const Value *v : op.operands()) {
    if (v && !v->isWeight())
      return std::nullopt;
    operands.push_back(v ? &v->tensor() : nullptr);
  }
  ExecOptions options;
  options.numerics = Numerics::Typed;
  auto results = evaluateOp(op, operands, options);
  if (failed(results))
    return std::nullopt;
  return std::move(*results);
}

bool fold(Op &op, int64_t maxElements) {
  const OpDef *def = opDef(op);
  if (!def || !def->isDeterministic() || op.numRegions() || !isBounded(op, maxElements))
    return false;
  auto tensors = evaluate(op);
  if (!tensors || tensors->size() < op.numResults())
    return false;
  std::vector<std::string> origins = op.origins();
  for (const Value *v : op.operands())
    if (v && v->isWeight())
      addOrigins(origins, v->origins());
  CoreBuilder builder(op, op.name(), std::move(origins));
  for (unsigned i = 0; i < op.numResults(); ++i)
    if (op.hasResult(i))
      builder.replace(op.result(i), builder.constant(std::move((*tensors)[i])));
  op.erase();
  return true;
}

} // namespace

bool foldConstants(Graph &graph, int64_t maxElements) {
  bool changed = false;
  for (Op *op = graph.front(), *next = nullptr; op; op = next) {
    next = op->next();
    for (unsigned i = 0; i < op->numRegions(); ++i)
      changed |= foldConstants(op->region(i), maxElements);
    // What has just become known may make this op's result sizes known.
    if (!isBounded(*op, maxElements) && failed(inferOp(*op)))
      return changed;
    changed |= fold(*op, maxElements);
  }
  return changed;
}

std::unique_ptr<Pass> createFoldConstants() {
  return makeCoreGraphPass([](Graph &graph) { return foldConstants(graph); });
}

} // namespace fixcon
