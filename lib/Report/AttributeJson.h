// Attributes of the IR as JSON values.
#pragma once

#include "fixcon/IR/Attribute.h"

#include <nlohmann/json.hpp>

namespace fixcon {

using Json = nlohmann::ordered_json;

/// Numbers, texts and lists as such; a tensor as its elements, or as dtype and shape if it is long;
/// anything else as the IR spells it. Empty gives null.
Json attributeJson(const Attribute &attribute);

} // namespace fixcon
