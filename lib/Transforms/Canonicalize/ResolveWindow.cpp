// conv %x, %w {auto_pad = "SAME_UPPER", strides = [2, 2]}
//   -> conv %x, %w {kernel_shape = [3, 3], strides = [2, 2], dilations = [1, 1],
//                   pads = [0, 0, 1, 1]}
//
// Absent sizes become what they mean; automatic padding becomes the amounts that the input's static
// sizes ask for. The amounts follow from the sizes in the definition of the op.
#include "fixcon/Ops/OpDef.h"
#include "fixcon/Transforms/Rewrite.h"

#include <algorithm>

namespace fixcon {

static std::optional<Attribute::Ints> kernelOf(const Op &op) {
  if (const auto *kernel = op.attr<Attribute::Ints>("kernel_shape"))
    return *kernel;
  const OpDef *def = opDef(op);
  unsigned weight = 0;
  while (weight < op.numOperands() && def->operandDef(weight)->role != Role::Weight)
    ++weight;
  auto shape = op.operand(weight) ? staticShape(op.operand(weight)) : std::nullopt;
  if (!shape || shape->size() < 3)
    return std::nullopt;
  return Attribute::Ints(shape->begin() + 2, shape->end());
}

/// Amounts that make ceil(input / stride) windows fit, the odd one at the end or the beginning.
static std::optional<Attribute::Ints> samePads(const Op &op, const AttrDict &attrs,
                                               const Attribute::Ints &kernel, bool upper) {
  auto shape = staticShape(op.operand(0));
  const auto &strides = *attrs.get<Attribute::Ints>("strides");
  const auto &dilations = *attrs.get<Attribute::Ints>("dilations");
  size_t rank = kernel.size();
  bool fits = shape && shape->size() == rank + 2 && strides.size() == rank &&
              dilations.size() == rank && !traitsOf(op).window->onResult;
  if (!fits)
    return std::nullopt;
  Attribute::Ints pads(2 * rank);
  for (size_t i = 0; i < rank; ++i) {
    int64_t input = (*shape)[i + 2], windows = (input + strides[i] - 1) / strides[i];
    int64_t extent = (kernel[i] - 1) * dilations[i] + 1;
    int64_t total = std::max<int64_t>(0, (windows - 1) * strides[i] + extent - input);
    pads[i] = upper ? total / 2 : total - total / 2;
    pads[i + rank] = total - pads[i];
  }
  return pads;
}

static std::optional<Attribute::Ints> resolvedPads(const Op &op, const AttrDict &attrs,
                                                   const Attribute::Ints &kernel) {
  std::string mode = attrs.getOr<std::string>("auto_pad", "NOTSET");
  if (mode == "SAME_UPPER" || mode == "SAME_LOWER")
    return samePads(op, attrs, kernel, mode == "SAME_UPPER");
  Attribute::Ints none(2 * kernel.size(), 0);
  if (mode == "VALID")
    return none;
  return attrs.getOr<Attribute::Ints>("pads", none);
}

bool canonicalizeResolveWindow(Op &op) {
  auto kernel = kernelOf(op);
  if (!kernel || op.attrs().find("output_shape"))
    return false;
  AttrDict attrs = op.attrs();
  auto fill = [&](const char *name, Attribute::Ints value) {
    if (!attrs.find(name))
      attrs.set(name, std::move(value));
  };
  fill("kernel_shape", *kernel);
  fill("strides", Attribute::Ints(kernel->size(), 1));
  fill("dilations", Attribute::Ints(kernel->size(), 1));
  if (auto pads = resolvedPads(op, attrs, *kernel)) {
    // The number of automatically padded windows does not depend on how sizes are rounded.
    if (attrs.getOr<std::string>("auto_pad", "NOTSET") != "NOTSET")
      attrs.erase("ceil_mode");
    attrs.erase("auto_pad");
    attrs.set("pads", *pads);
  }
  if (attrs == op.attrs())
    return false;
  op.attrs() = std::move(attrs);
  return true;
}

} // namespace fixcon
