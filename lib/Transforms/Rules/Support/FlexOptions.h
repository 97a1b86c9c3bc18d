// Options of custom operators of TensorFlow Lite, which are a map in the FlexBuffers encoding.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace fixcon {

/// Numbers and truth values of the map by their keys; others are passed over. Nothing where the bytes are no such map.
std::optional<std::map<std::string, double>> flexOptions(std::string_view bytes);

} // namespace fixcon
