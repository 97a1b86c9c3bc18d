// Reading models: bytes become a faithful graph of foreign ops with everything that the file says.
#pragma once

#include "ModelFile.h"

namespace fixcon {

/// Adds the model in `file` as faithful graph `name`, its other subgraphs as functions `name.fn.<index>`.
FailureOr<Graph *> importTFLite(const ModelFile &file, Module &module, const std::string &name);

} // namespace fixcon
