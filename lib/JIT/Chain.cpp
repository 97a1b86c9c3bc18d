#include "Chain.h"

#include "fixcon/Ops/Broadcast.h"

#include <algorithm>

namespace fixcon {

std::optional<EpilogueOperand> epilogueOperand(const ChainOperand &operand, const Shape &shape,
                                               const Shape &result, size_t axis) {
  int64_t count = elementCount(shape).value_or(0), channels = result[axis];
  if (count == 1)
    return EpilogueOperand::Channel;
  if (operand.isBias && shape == Shape{channels})
    return EpilogueOperand::Channel;
  if (shape == result)
    return EpilogueOperand::Same;
  if (shape.size() > result.size() || count != channels)
    return std::nullopt;
  size_t lead = result.size() - shape.size();
  bool isAlongAxis = axis >= lead && shape[axis - lead] == channels;
  return isAlongAxis ? std::optional(EpilogueOperand::Channel) : std::nullopt;
}

Tensor channelVector(const RunValue &value, DType dtype, int64_t channels, int64_t padded) {
  std::string key = "channels " + std::string(name(dtype)) + std::to_string(channels) + "," +
                    std::to_string(padded);
  return value.derived(key, [&] {
    Tensor from = value.floats(dtype), out(dtype, {padded});
    withFloats(from.dtype(), dtype, [&](auto *read, auto *write) {
      auto in = from.data<std::remove_pointer_t<decltype(read)>>();
      auto to = out.mutableData<std::remove_pointer_t<decltype(write)>>();
      for (size_t i = 0; i < static_cast<size_t>(channels); ++i)
        to[i] = static_cast<std::remove_pointer_t<decltype(write)>>(in[from.size() == 1 ? 0 : i]);
    });
    return out;
  });
}

} // namespace fixcon
