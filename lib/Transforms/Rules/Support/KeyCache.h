// Caches of keys and values that samples of different lengths fill step by step. Letters in shapes:
// B samples, M heads, S new tokens, P rows of a cache before and L after the step, h numbers of a
// head.
#pragma once

#include "fixcon/Transforms/RuleBuilder.h"

namespace fixcon {

/// Integers that say where tokens are, as i64.
struct Places {
  Value *past;  ///< [B, 1]: tokens before this step
  Value *rows;  ///< [L]: 0, 1, ...
  Value *steps; ///< [B, S]: positions of the new tokens
};

/// `lengths` [B] are the tokens of each sample after the step less one, `total` the most of them; if
/// those are the new tokens `fresh` [B, S, ...] there is no past. `cache` [B, M, P, h] may be absent.
Places placesOf(RuleBuilder &b, Value *fresh, Value *lengths, Value *total, Value *cache);

/// [B, M, P, h], which may be absent, and [B, S, M, h] -> [B, M, L, h]: the past rows of each
/// sample, then its new ones, then zeros.
Value *cached(RuleBuilder &b, const Places &p, Value *past, Value *fresh);

/// Where a new token may look, at most `window` back if that is not negative: [B, 1, 1, S, L].
Value *visible(RuleBuilder &b, const Places &p, int64_t window);

} // namespace fixcon
