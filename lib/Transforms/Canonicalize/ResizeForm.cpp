// resize %x : f32[1,3,4,4], _, _, [8, 6] {axes = [2, 3]}   ->   resize %x, _, [1, 1, 2, 1.5]
//
// One scale for each axis instead of sizes or of some axes. A size is a scale only where the
// quotient is exact in f32, in which runtimes compute it: then scale, length and size of the axis
// are the same numbers in both spellings. Where one is not, sizes of axes that keep theirs are left out:
//
// resize %x : f32[1,3,4,4], _, _, [1, 3, 7, 7]   ->   resize %x, _, _, [7, 7] {axes = [2, 3]}
#include "fixcon/Transforms/Rewrite.h"

#include <algorithm>

namespace fixcon {

/// The scale of each of `sizes` over the axes `from`; nothing where one is inexact.
static std::optional<std::vector<double>> scalesFor(const std::vector<int64_t> &sizes,
                                                    const std::vector<int64_t> &from) {
  std::vector<double> scales;
  for (size_t i = 0; i < sizes.size(); ++i) {
    if (from[i] <= 0 || sizes[i] <= 0)
      return std::nullopt;
    auto scale = static_cast<double>(static_cast<float>(sizes[i]) / static_cast<float>(from[i]));
    if (scale * static_cast<double>(from[i]) != static_cast<double>(sizes[i]))
      return std::nullopt;
    scales.push_back(scale);
  }
  return scales;
}

/// The axes that the operands speak of, from the front, each once.
static std::optional<std::vector<int64_t>> axesOf(const Op &op, int64_t rank) {
  std::vector<int64_t> axes;
  const auto *given = op.attr<Attribute::Ints>("axes");
  for (int64_t i = 0; i < (given ? static_cast<int64_t>(given->size()) : rank); ++i) {
    int64_t axis = given ? (*given)[static_cast<size_t>(i)] : i;
    axes.push_back(axis < 0 ? axis + rank : axis);
    if (axes.back() < 0 || axes.back() >= rank)
      return std::nullopt;
  }
  return axes;
}

static std::optional<std::vector<double>> givenScales(const Op &op,
                                                      const std::vector<int64_t> &axes) {
  if (const Tensor *scales = constantOf(op.operand(2)))
    return scales->toDoubles();
  auto sizes = constantInts(op.operand(3));
  bool stretched = effectiveWord(op, "keep_aspect_ratio_policy") == "stretch";
  if (op.operand(2) || !sizes || sizes->size() != axes.size() || !stretched)
    return std::nullopt;
  std::vector<int64_t> from;
  for (int64_t axis : axes) {
    const Dim &dim = op.operand(0)->type().dim(static_cast<size_t>(axis));
    from.push_back(dim.isStatic() ? dim.size() : 0);
  }
  return scalesFor(*sizes, from);
}

/// The sizes of the axes alone that get another one.
static bool nameChangedAxes(Op &op, const std::vector<int64_t> &axes) {
  auto sizes = constantInts(op.operand(3));
  bool stretched = effectiveWord(op, "keep_aspect_ratio_policy") == "stretch" &&
                   effectiveWord(op, "coordinate_transformation_mode") != "tf_crop_and_resize";
  if (op.operand(2) || !sizes || sizes->size() != axes.size() || !stretched)
    return false;
  std::vector<std::pair<int64_t, int64_t>> changed;
  for (size_t i = 0; i < axes.size(); ++i) {
    const Dim &dim = op.operand(0)->type().dim(static_cast<size_t>(axes[i]));
    if (!(dim == Dim((*sizes)[i])))
      changed.emplace_back(axes[i], (*sizes)[i]);
  }
  std::ranges::sort(changed);
  Attribute::Ints named;
  std::vector<int64_t> list;
  for (auto [axis, size] : changed) {
    named.push_back(axis);
    list.push_back(size);
  }
  const auto *given = op.attr<Attribute::Ints>("axes");
  if (changed.empty() || (given && *given == named))
    return false;
  AttrDict attrs = op.attrs();
  attrs.set("axes", named);
  Rewriter b(op);
  Tensor numbers = Tensor::of<int64_t>({std::ssize(list)}, list);
  Value *kept = b.folded(std::move(numbers), {op.operand(3)});
  return b.replaceRoot(b.value("resize", {op.operand(0), nullptr, nullptr, kept}, attrs));
}

bool canonicalizeResizeForm(Op &op) {
  auto rank = rankOf(op.operand(0));
  bool some = op.attr<Attribute::Ints>("axes") != nullptr;
  // A region counts the named axes.
  if (!rank || op.operand(1) || (op.operand(2) && !some))
    return false;
  auto axes = axesOf(op, *rank);
  auto scales = axes ? givenScales(op, *axes) : std::nullopt;
  if (!scales || scales->size() != axes->size())
    return axes && nameChangedAxes(op, *axes);
  std::vector<double> all(static_cast<size_t>(*rank), 1);
  for (size_t i = 0; i < axes->size(); ++i)
    all[static_cast<size_t>((*axes)[i])] = (*scales)[i];
  AttrDict attrs = op.attrs();
  attrs.erase("axes");
  Rewriter b(op);
  Value *list = b.folded(tensorOf(DType::F32, {*rank}, all), {op.operand(2), op.operand(3)});
  return b.replaceRoot(b.value("resize", {op.operand(0), nullptr, list}, attrs));
}

} // namespace fixcon
