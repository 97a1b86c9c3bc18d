// Foreign ops that are defined by a text: calls of graphs that fixcon brings along.
#pragma once

#include "fixcon/IR/Module.h"

#include <span>

namespace fixcon {

/// A line of Definitions.def, for the opsets since..until.
struct DefinitionEntry {
  std::string_view id, dialect, domain, type;
  int64_t since, until; ///< INT64_MAX: all opsets to come
};

std::span<const DefinitionEntry> allDefinitions();

/// The graph that `foreign` is a call of, or null. Its ops are core ops and onnx.Constant; its
/// attributes are the op's, with their defaults.
const Graph *definitionOf(const Op &foreign);

} // namespace fixcon
