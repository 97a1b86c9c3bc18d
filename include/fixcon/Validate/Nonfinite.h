// Where numbers stop being finite, and why.
#pragma once

#include "fixcon/Pass/Pass.h"

namespace fixcon {

/// The value of a model at which what makes an output NaN or infinite begins.
struct NonfiniteOrigin {
  std::string node;   ///< in the file; empty where the value is an input or a weight
  std::string value;  ///< of the executable form
  std::string sample; ///< on which it was seen
  std::string why;    ///< "it reaches 131072, more than f16 can hold"
  /// The largest magnitude that the value has where no result is rounded; 0 unless its dtype is to blame.
  double reach = 0;

  bool isOverflow() const { return reach > 0; }
  /// "'Mul_3' of the target: it reaches ... (sample 'x.npy#2')".
  std::string text(std::string_view side) const;
  template <class V> void visit(V &v) {
    v("node", node);
    v("value", value);
    v("sample", sample);
    v("why", why);
    v("reach", reach);
  }
};

/// What is followed from the first output of `executable` that is not finite on `inputs`: NaN to where no
/// operand is NaN; from there infinities, if operands are infinite, to where an op makes one of finite
/// numbers. An infinite constant, such as masks are filled with, makes nobody NaN by itself. nullopt if all
/// outputs are finite, or the model cannot be run.
std::optional<NonfiniteOrigin> findNonfinite(const Graph &executable, const Graph &faithful,
                                             const std::map<std::string, Tensor> &inputs,
                                             const Environment &environment);

/// `nonfinite @target {...}`, and the same of @source. nullopt if there is none.
std::optional<NonfiniteOrigin> nonfiniteOriginOf(const Module &module, const std::string &side);
void setNonfiniteOrigin(Module &module, const std::string &side, const NonfiniteOrigin &origin);

} // namespace fixcon
