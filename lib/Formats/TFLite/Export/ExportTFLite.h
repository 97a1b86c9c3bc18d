// Writing models: the inverse of import.
#pragma once

#include "fixcon/IR/Module.h"

namespace fixcon {

/// Writes a faithful graph of the dialect tfl to `path`. An untouched graph gives the file that it came from, byte
/// by byte; where only weights differ, and not in size, so do only their bytes.
LogicalResult exportTFLite(const Graph &graph, const std::string &path);

} // namespace fixcon
