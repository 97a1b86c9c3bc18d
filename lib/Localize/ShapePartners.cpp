// Layouts are solved on numbers, and merge axes that stay together; axes of size 1 move no number. The first
// permutation of the source's axes that gives the target's shape and moves the elements alike is the one.
#include "fixcon/Localize/ShapePartners.h"

#include "fixcon/Ops/OpDef.h"

#include <algorithm>
#include <numeric>

namespace fixcon {

static bool permutesTo(const Shape &source, const Permutation &perm, const Shape &target) {
  for (size_t i = 0; i < perm.size(); ++i)
    if (target[i] != source[static_cast<size_t>(perm[i])])
      return false;
  return true;
}

std::optional<Permutation> permutationOf(const Layout &layout, const Shape &source,
                                         const Shape &target) {
  constexpr size_t highestRank = 6;
  Permutation perm(source.size());
  std::iota(perm.begin(), perm.end(), 0);
  if (source.size() != target.size())
    return std::nullopt;
  if (layout.keepsOrder())
    return source == target ? std::optional(perm) : std::nullopt;
  auto count = elementCount(source);
  std::vector<int64_t> offsets = sourceOffsets(layout);
  if (source.size() > highestRank || !count || static_cast<size_t>(*count) != offsets.size())
    return std::nullopt;
  do
    if (permutesTo(source, perm, target) && transposedOffsets(source, perm) == offsets)
      return perm;
  while (std::ranges::next_permutation(perm).found);
  return std::nullopt;
}

void ShapePartners::addAligned(const AlignedPair &aligned) {
  auto add = [&](const Value *target, const AlignedValue &value) {
    const Samples *samples = aligned.values.find(value.source);
    if (value.replaced || value.shapes.empty() || !samples || samples->empty())
      return;
    if (auto perm = permutationOf(value.layout, samples->front().shape(), value.shapes.front()))
      byTarget[target->name()] = {value.source->name(), std::move(*perm)};
  };
  for (const auto &[target, value] : aligned.alignment.values)
    add(target, value);
  for (const auto &[target, value] : aligned.alignment.arguments)
    add(target, value);
}

/// Whether both read the same, but for lists of sizes; that one knows what the ops do with them.
bool ShapePartners::areAlike(const Op &source, const Op &target) const {
  const OpDef *def = opDef(target);
  if (!def || source.name() != target.name() || source.numOperands() != target.numOperands() ||
      source.numResults() != target.numResults() || target.numRegions() ||
      !(source.attrs() == target.attrs()))
    return false;
  bool any = false;
  for (unsigned i = 0; i < target.numOperands(); ++i) {
    const Value *s = source.operand(i), *t = target.operand(i);
    const OperandDef *operand = def->operandDef(i);
    if (operand && operand->role == Role::Shape && s && t)
      continue;
    const ShapePartner *partner = t ? find(t->name()) : nullptr;
    bool isSame =
        (!s && !t) ||
        (s && t && s->isWeight() && t->isWeight() && s->tensor().identical(t->tensor())) ||
        (s && partner && partner->source == s->name() && isIdentity(partner->perm));
    if (!isSame)
      return false;
    any |= s != nullptr;
  }
  return any;
}

void ShapePartners::addAlike(const Graph &source, const Graph &target) {
  std::unordered_set<std::string> taken;
  for (const auto &[name, partner] : byTarget)
    taken.insert(partner.source);
  std::unordered_map<std::string, std::vector<const Op *>> byName;
  for (const auto &op : source.ops())
    byName[op->name()].push_back(op.get());
  for (const auto &op : target.ops()) {
    if (op->numResults() != 1 || byTarget.contains(op->result()->name()))
      continue;
    auto &candidates = byName[op->name()];
    auto found = std::ranges::find_if(candidates, [&](const Op *other) {
      return !taken.contains(other->result()->name()) && areAlike(*other, *op);
    });
    const Type &type = op->result()->type();
    if (found == candidates.end() || !type.isTensor() || !type.isRanked())
      continue;
    Permutation perm(type.rank());
    std::iota(perm.begin(), perm.end(), 0);
    taken.insert((*found)->result()->name());
    byTarget[op->result()->name()] = {(*found)->result()->name(), std::move(perm)};
  }
}

ShapePartners ShapePartners::of(const AlignedPair &aligned, const ExecutablePair &files) {
  ShapePartners partners;
  partners.addAligned(aligned);
  partners.addAlike(*files.sourceExecutable, *files.targetExecutable);
  return partners;
}

std::optional<Dims> dimsOfTarget(const Type &source, const Permutation &perm) {
  if (!source.isTensor() || !source.isRanked() || source.rank() != perm.size())
    return std::nullopt;
  Dims dims;
  for (int64_t axis : perm)
    dims.push_back(source.dim(static_cast<size_t>(axis)));
  return dims;
}

} // namespace fixcon
