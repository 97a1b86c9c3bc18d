// Which outputs of two models hold the same.
#pragma once

#include "fixcon/Align/Alignment.h"

#include <optional>

namespace fixcon {

/// By place in the source's list of outputs: the place of the target's output that holds the same value, in
/// the same layout. Nothing if one has none, or two have the same one.
std::optional<std::vector<unsigned>> outputOrder(const NormalPair &pair,
                                                 const Alignment &alignment);

/// Whether the outputs stand where they should: each in its place, and under the source's name where the
/// target has that name at all.
bool outputsInPlace(const NormalPair &pair, const std::vector<unsigned> &order);

/// The names of a faithful graph's outputs.
std::vector<std::string> outputNames(const Graph &graph);

} // namespace fixcon
