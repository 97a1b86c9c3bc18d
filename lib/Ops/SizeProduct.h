// Products of dims that may be symbols, so that N x 3 x 4 elements reshaped to [-1, 6] give N*2.
#pragma once

#include "fixcon/IR/Type.h"

#include <optional>

namespace fixcon {

/// factor * symbol * symbol ..., or unknown.
class SizeProduct {
public:
  SizeProduct() = default;

  void multiply(const Dim &dim);
  /// The exact quotient; nullopt if a number is left over. Unknown divided by anything, and what
  /// does not cancel, is unknown.
  std::optional<SizeProduct> dividedBy(const SizeProduct &other) const;
  bool isKnown() const { return known; }
  bool isNumber() const { return known && symbols.empty(); }
  int64_t number() const { return factor; }
  /// The product as one dim: a number, a symbol with its factor behind it ("N*2"), or unknown.
  Dim dim() const;

private:
  void multiplySymbol(const std::string &name);

  bool known = true;
  int64_t factor = 1;
  std::vector<std::string> symbols; ///< sorted
};

} // namespace fixcon
