// Element i of a weight [d0, .., da, .., dn] lies at index i / (elements behind axis a) % da of its
// channel axis a. If axis 0 is cut into blocks, each block has its own da channels.
#include "fixcon/Ops/Linear.h"

#include "Axis.h"
#include "fixcon/Ops/OpDef.h"

#include <algorithm>

namespace fixcon {

std::optional<size_t> axisFromFront(int axis, size_t rank) { return resolveAxis(axis, rank); }

static bool isPlain(const OpDef &def, const Op &op) {
  return std::ranges::all_of(def.traits().linear->plain, [&](std::string_view name) {
    const Attribute *given = op.attrs().find(name);
    return !given || std::ranges::any_of(def.attributes(), [&](const AttrDef &attr) {
      return attr.name == name && attr.defaultValue == *given;
    });
  });
}

static int64_t blocksOf(const OpDef &def, const Op &op) {
  Attribute blocks = def.effective(op, def.traits().linear->blocks);
  const int64_t *count = blocks.get<int64_t>();
  return count ? *count : 1;
}

std::optional<LinearChannels> linearChannels(const Op &op, const Shape &weight) {
  const OpDef *def = opDef(op);
  if (!def || !def->traits().linear || !isPlain(*def, op))
    return std::nullopt;
  LinearChannels channels;
  channels.trait = *def->traits().linear;
  auto axis = axisFromFront(channels.trait.weightAxis, weight.size());
  auto size = elementCount(weight);
  channels.blocks = blocksOf(*def, op);
  // A weight of one axis is a vector, which gives no channels.
  if (!axis || weight.size() < 2 || !size || *size == 0 || channels.blocks < 1 ||
      weight[0] % channels.blocks)
    return std::nullopt;
  AxisSplit split(weight, *axis);
  channels.inner = split.inner;
  channels.width = split.size;
  channels.outer = *size / channels.blocks;
  channels.count = channels.blocks * channels.width;
  return channels;
}

} // namespace fixcon
