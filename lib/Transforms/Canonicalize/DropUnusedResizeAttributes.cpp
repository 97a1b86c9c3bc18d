// resize %x, %roi, %scales {mode = "linear", nearest_mode = "floor", cubic_coeff_a = -0.5}
//   ->   resize %x, _, %scales {mode = "linear"}
//
// What decides nothing goes: how to round a position where none is rounded, the factor of a cubic
// where there is none, the fill and the region where nothing is cropped, a policy for sizes where
// scales are given, antialiasing where nothing shrinks, operands without elements.
#include "fixcon/Transforms/Rewrite.h"

#include <algorithm>

namespace fixcon {

static bool dropOperand(Op &op, unsigned i) {
  if (!op.operand(i))
    return false;
  op.setOperand(i, nullptr);
  return true;
}

static bool isEmpty(const Value *value) {
  const Tensor *tensor = constantOf(value);
  return tensor && tensor->size() == 0;
}

static bool neverShrinks(const Value *scales) {
  const Tensor *tensor = constantOf(scales);
  if (!tensor)
    return false;
  std::vector<double> numbers = tensor->toDoubles();
  return std::ranges::all_of(numbers, [](double scale) { return scale >= 1; });
}

bool canonicalizeDropUnusedResizeAttributes(Op &op) {
  std::string mode = effectiveWord(op, "mode");
  bool crops = effectiveWord(op, "coordinate_transformation_mode") == "tf_crop_and_resize";
  bool changed = false;
  for (unsigned i = 1; i < 4; ++i)
    if (isEmpty(op.operand(i)))
      changed |= dropOperand(op, i);
  if (!crops) {
    changed |= dropOperand(op, 1);
    changed |= op.attrs().erase("extrapolation_value");
  }
  if (mode != "nearest")
    changed |= op.attrs().erase("nearest_mode");
  if (mode != "cubic")
    changed |= op.attrs().erase("cubic_coeff_a");
  if (mode == "nearest")
    changed |= op.attrs().erase("exclude_outside");
  if (mode == "nearest" || neverShrinks(op.operand(2)))
    changed |= op.attrs().erase("antialias");
  if (op.operand(2))
    changed |= op.attrs().erase("keep_aspect_ratio_policy");
  return changed;
}

} // namespace fixcon
