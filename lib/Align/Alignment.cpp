// The analysis: runs the walk and tells what has a partner and what does not.
#include "fixcon/Align/Alignment.h"

#include "Walk.h"
#include "fixcon/Ops/OpDef.h"

namespace fixcon {

std::vector<unsigned> learnedOperands(const Op &op) {
  std::vector<unsigned> out;
  const OpDef *def = opDef(op);
  for (unsigned i = 0; def && i < op.numOperands(); ++i) {
    const OperandDef *operand = def->operandDef(i);
    bool learned = operand && isLearned(operand->role);
    // An addend or factor of an elementwise op is learned if it is a constant with elements of its
    // own.
    bool constant = op.operand(i) && op.operand(i)->isWeight();
    bool dataConstant = operand && operand->role == Role::Data && constant &&
                        isFloat(op.operand(i)->tensor().dtype());
    if (constant && (learned || dataConstant))
      out.push_back(i);
  }
  return out;
}

bool hasWeights(const Op &op) {
  const OpDef *def = opDef(op);
  for (unsigned i : learnedOperands(op))
    if (def->operandDef(i)->role == Role::Weight || op.operand(i)->tensor().size() > 1)
      return true;
  return false;
}

const AlignedValue *Alignment::find(const Value *target) const {
  auto found = values.find(target);
  return found == values.end() ? nullptr : &found->second;
}

void Alignment::addPair(OpPair pair) {
  byTarget.emplace(pair.target, pairs.size());
  pairedSources.insert(pair.source);
  pairs.push_back(std::move(pair));
}

const OpPair *Alignment::pairOf(const Op *target) const {
  auto found = byTarget.find(target);
  return found == byTarget.end() ? nullptr : &pairs[found->second];
}

FailureOr<Alignment> Alignment::compute(Module &module, PassContext &context) {
  const NormalPair *pair = context.analyses.get<NormalPair>(module, context);
  const SourceValues *values = pair ? context.analyses.get<SourceValues>(module, context) : nullptr;
  if (!values)
    return failure();
  ExecOptions options;
  options.seed = context.environment.seed;
  auto executor = context.environment.executor(*pair->targetNormal, options);
  if (failed(executor))
    return failure();
  auto result = Walk(*pair, *values, **executor).run();
  if (failed(result))
    return failure();
  for (const auto &op : pair->targetNormal->ops())
    if (hasWeights(*op)) {
      result->weighted.push_back(op.get());
      if (!result->pairOf(op.get()))
        result->unaligned.push_back(op.get());
    }
  return result;
}

std::optional<AlignedPair> AlignedPair::of(Module &module, PassContext &context) {
  const auto *alignment = context.analyses.get<Alignment>(module, context);
  const auto *values = context.analyses.get<SourceValues>(module, context);
  const auto *pair = context.analyses.get<NormalPair>(module, context);
  if (!alignment || !values || !pair)
    return std::nullopt;
  return AlignedPair{*pair, *values, *alignment};
}

} // namespace fixcon
