// The analysis: runs the walk and tells what has a partner and what does not.
#include "fixcon/Align/Alignment.h"

#include "ExchangedInputs.h"
#include "Regions.h"
#include "fixcon/Align/Samples.h"
#include "fixcon/Ops/OpDef.h"

#include <algorithm>

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

const Value *Alignment::substituteFor(const Op &reader, unsigned operand) const {
  for (const Substitution &s : substitutions)
    if (s.reader == &reader && s.operand == operand)
      return s.source;
  return nullptr;
}

const Value *Alignment::sourceOf(const Op &reader, unsigned operand) const {
  if (const Value *substitute = substituteFor(reader, operand))
    return substitute;
  const AlignedValue *aligned = find(reader.operand(operand));
  return aligned ? aligned->source : nullptr;
}

bool Alignment::isInClosedRegion(const Op *target) const {
  return std::ranges::any_of(regions, [&](const Region &region) {
    return region.state == Region::State::Closed &&
           std::ranges::find(region.targetOps, target) != region.targetOps.end();
  });
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
  auto source = context.environment.executor(*pair->sourceNormal, options);
  auto target = context.environment.executor(*pair->targetNormal, options);
  if (failed(source) || failed(target))
    return failure();
  InputPartners fed = fedPartners(*pair, *samplesOf(module, context));
  // Where a region parts, what lies behind its middle is looked at anew.
  constexpr int mostWalks = 4;
  KnownPartners known;
  FailureOr<Alignment> result = failure();
  for (int walk = 0; walk < mostWalks; ++walk) {
    result = alignInputs(*pair, *values, **target, fed, known);
    if (failed(result))
      return failure();
    RegionJudge judge(*values, *result, **source, **target, options.seed);
    result->regions = findRegions(*pair, *values, *result, judge, **target);
    peelRegions(result->regions, *result, *values, judge, **target);
    size_t before = known.size();
    findMiddles(result->regions, *result, *values, **target, known);
    if (known.size() == before)
      break;
  }
  for (const auto &op : pair->targetNormal->ops())
    if (hasWeights(*op)) {
      result->weighted.push_back(op.get());
      if (!result->pairOf(op.get()) && !result->isInClosedRegion(op.get()))
        result->unaligned.push_back(op.get());
    }
  return result;
}

Samples carried(const AlignedValue &aligned, const SourceValues &values) {
  const Samples &source = *values.find(aligned.source);
  Samples out;
  for (size_t k = 0; k < aligned.shapes.size(); ++k)
    out.push_back(applyLayout(source[k], aligned.layout, aligned.shapes[k]));
  return out;
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
