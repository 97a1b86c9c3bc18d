// Samples that are drawn, for a first look without data.
#pragma once

#include "fixcon/Pass/Pass.h"

namespace fixcon {

/// Numbers of an input are uniform in [low, high].
struct InputRange {
  std::string input;
  double low = 0, high = 1;
};

/// `count` samples for the arguments of @source of the module; @target gets the same numbers, in its own
/// layout, for its arguments at the same places. Without a range, floats are standard normal, integers of
/// eight bits anything, others 0 to 7. An open first axis has size 1, another one 16, or 64 where the
/// argument has four axes or more.
std::shared_ptr<SampleSource> makeRandomSamples(const Module &module, uint64_t seed, int64_t count,
                                                std::vector<InputRange> ranges);

} // namespace fixcon
