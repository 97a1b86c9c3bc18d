// Lists of sizes that a model computes as it runs.
#pragma once

#include "fixcon/Localize/BakedSizes.h"
#include "fixcon/Spelling/Speller.h"

namespace fixcon {

/// Writes, in front of `before`, the ops of the file that compute the list, in i64; the reason where it
/// cannot be said.
Spelled emitSizes(const std::vector<SizeTerm> &terms, Speller &speller, Op &before,
                  const std::string &stem);

} // namespace fixcon
