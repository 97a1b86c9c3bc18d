// A line for each option that has come later. Interpreters take any version up to theirs, so a number that is too high
// is worse than one that is too low.
#include "OperatorVersion.h"

#include <algorithm>

namespace fixcon {

int64_t operatorVersion(std::string_view type, const AttrDict &attrs,
                        std::span<const Type> operands) {
  struct Line {
    std::string_view type, attribute;
    Attribute usual; ///< what older versions can say
    int64_t version;
  };
  static const Line lines[] = {
      {"DEPTHWISE_CONV_2D", "dilation_h_factor", int64_t(1), 2},
      {"DEPTHWISE_CONV_2D", "dilation_w_factor", int64_t(1), 2},
      {"RESIZE_BILINEAR", "half_pixel_centers", false, 3},
      {"RESIZE_NEAREST_NEIGHBOR", "half_pixel_centers", false, 3},
      {"RESIZE_NEAREST_NEIGHBOR", "align_corners", false, 3},
      {"FULLY_CONNECTED", "keep_num_dims", false, 5},
      {"GATHER", "batch_dims", int64_t(0), 5},
  };
  int64_t version = type == "BROADCAST_TO" ? 2 : 1;
  for (const Line &line : lines)
    if (const Attribute *value = line.type == type ? attrs.find(line.attribute) : nullptr;
        value && !(*value == line.usual))
      version = std::max(version, line.version);
  auto isAbsent = [&](size_t i) {
    return i >= operands.size() || operands[i].kind() == Type::Kind::None;
  };
  if (type == "FULLY_CONNECTED" && isAbsent(2))
    version = std::max<int64_t>(version, 6);
  if (type == "TRANSPOSE_CONV" && !isAbsent(3))
    version = 3;
  if (type == "TRANSPOSE" && !operands.empty() && operands[0].isTensor() && operands[0].rank() > 4)
    version = operands[0].rank() > 5 ? 6 : 4;
  return version;
}

} // namespace fixcon
