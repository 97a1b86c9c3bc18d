// A model file made anew.
#pragma once

#include "BaseFile.h"

namespace fixcon {

/// The bytes of a file for `graph` and its functions. Tables of `base` are taken over where they still fit, so that
/// what the IR does not say stays; `before` is the graph that importing `base` gives. Both are null for a graph that
/// came from no file.
FailureOr<std::string> rebuild(const Graph &graph, const BaseFile *base, const Graph *before);

} // namespace fixcon
