// The grammar of Operators.txt, which utils/make-onnx-schemas.py describes.
#pragma once

#include "fixcon/Formats/ONNX/Schema.h"

namespace fixcon {

std::vector<OperatorSchema> parseSchemas(std::string_view text);

} // namespace fixcon
