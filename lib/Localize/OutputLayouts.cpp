// The alignment knows the layout of what an output holds. A size that other inputs change is kept (0) where
// the target has it in the same place, else left over (-1).
#include "fixcon/Localize/OutputLayouts.h"

#include "SizeLanes.h"

#include <algorithm>

namespace fixcon {
namespace {

std::optional<unsigned> partnerOf(const NormalPair &pair, unsigned source) {
  const Graph &target = *pair.target;
  for (unsigned i = 0; i < target.numOutputs(); ++i)
    if (target.outputName(i) == pair.source->outputName(source))
      return i;
  return source < target.numOutputs() ? std::optional(source) : std::nullopt;
}

/// Sizes of one output, by choice.
struct Rows {
  std::vector<Shape> source, target;
};

std::optional<Rows> rowsOf(Module &module, PassContext &context, const OutputLayout &layout,
                           const ShapePartners &partners) {
  const Graph &source = *module.graph("source"), &target = *module.graph("target");
  auto choices = chooseSizes(module, context, partners);
  Rows rows;
  for (const SizeChoice &choice : choices ? choices->choices : std::vector<SizeChoice>()) {
    Type s = SizedModel(source, choice.source).typeOf(source.output(layout.source)->name());
    Type t = SizedModel(target, choice.target).typeOf(target.output(layout.target)->name());
    if (!s.isTensor() || !t.isTensor() || !s.isStatic() || !t.isStatic())
      continue;
    rows.source.push_back(s.shape());
    rows.target.push_back(t.shape());
  }
  return rows.source.empty() ? std::nullopt : std::optional(std::move(rows));
}

std::optional<int64_t> sizeOf(const Rows &rows, size_t axis) {
  bool isFixed = true, isKept = true;
  for (size_t i = 0; i < rows.source.size(); ++i) {
    isFixed &= rows.source[i][axis] == rows.source[0][axis];
    isKept &= axis < rows.target[i].size() && rows.source[i][axis] == rows.target[i][axis];
  }
  if (isFixed)
    return rows.source[0][axis];
  return isKept ? std::optional(int64_t(0)) : std::nullopt;
}

} // namespace

std::vector<OutputLayout> outputLayouts(const AlignedPair &aligned) {
  std::vector<OutputLayout> found;
  const NormalPair &pair = aligned.pair;
  for (unsigned i = 0; i < pair.sourceNormal->numOutputs(); ++i) {
    auto j = partnerOf(pair, i);
    const Value *source = pair.sourceNormal->output(i);
    const Value *target = j ? pair.targetNormal->output(*j) : nullptr;
    const AlignedValue *value = target ? aligned.alignment.find(target) : nullptr;
    const Samples *samples = aligned.values.find(source);
    if (!value || value->source != source || value->replaced || value->shapes.empty() || !samples)
      continue;
    OutputLayout layout{*j, i, {}, value->shapes.front(), samples->front().shape()};
    auto perm = permutationOf(inverse(value->layout), layout.targetShape, layout.sourceShape);
    if (perm && isIdentity(*perm))
      continue;
    if (perm)
      layout.perm = std::move(*perm);
    else if (!value->layout.keepsOrder())
      continue;
    found.push_back(std::move(layout));
  }
  return found;
}

std::optional<Tensor> sizesOfOutput(Module &module, PassContext &context,
                                    const OutputLayout &layout) {
  auto aligned = AlignedPair::of(module, context);
  const auto *files = context.analyses.get<ExecutablePair>(module, context);
  if (!aligned || !files)
    return std::nullopt;
  auto rows = rowsOf(module, context, layout, ShapePartners::of(*aligned, *files));
  if (!rows)
    return std::nullopt;
  std::vector<int64_t> sizes;
  for (size_t axis = 0; axis < rows->source[0].size(); ++axis) {
    auto size = sizeOf(*rows, axis);
    if (!size && std::ranges::find(sizes, -1) != sizes.end())
      return std::nullopt;
    sizes.push_back(size.value_or(-1));
  }
  return Tensor::of<int64_t>({static_cast<int64_t>(sizes.size())}, sizes);
}

} // namespace fixcon
