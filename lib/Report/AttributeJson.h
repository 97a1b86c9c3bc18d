// Attributes of the IR as JSON values.
#pragma once

#include "fixcon/IR/Attribute.h"

#include <nlohmann/json.hpp>

namespace fixcon {

using Json = nlohmann::ordered_json;

/// Numbers, texts and lists as such; a tensor as its elements, or as dtype and shape if it is long;
/// anything else as the IR spells it. Empty gives null.
Json attributeJson(const Attribute &attribute);
/// A value that is written as `json`; an object, or a list of mixed kinds, comes back as its text.
Attribute attributeFromJson(const Json &json);

} // namespace fixcon
