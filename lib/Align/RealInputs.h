// Inputs that hold integers on a grid beside inputs of real numbers.
#pragma once

#include "fixcon/Pass/Pass.h"

#include <memory>
#include <set>
#include <string>

namespace fixcon {

/// The names of those inputs of @source or @target whose integers stand for real numbers by the grid of their type, where
/// the other model takes such numbers themselves: the two are compared on real numbers, which the one rounds first.
std::set<std::string> realInputs(const Graph &model, const Module &module);

/// The samples with what these inputs hold as the real numbers that it stands for.
std::shared_ptr<SampleSource> readAsReal(std::shared_ptr<SampleSource> samples,
                                         const Module &module);

} // namespace fixcon
