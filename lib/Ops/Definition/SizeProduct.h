// Products of dims that may be symbols, so that N x 3 x 4 elements reshaped to [-1, 6] give N*2.
#pragma once

#include "fixcon/IR/Type.h"

#include <optional>

namespace fixcon {

/// factor * symbol * symbol ..., or unknown. Symbols are sizes; the factor may be negative, for
/// elements of shape arithmetic such as the -1 of a reshape.
class SizeProduct {
public:
  SizeProduct() = default;
  explicit SizeProduct(int64_t number) : factor(number) {}
  explicit SizeProduct(const Dim &dim) { multiply(dim); }
  static SizeProduct unknown() { return SizeProduct(Dim()); }

  void multiply(const Dim &dim);
  void multiply(const SizeProduct &other);
  /// The exact quotient; nullopt if a number is left over. Unknown divided by anything, and what
  /// does not cancel, is unknown.
  std::optional<SizeProduct> dividedBy(const SizeProduct &other) const;
  bool isKnown() const { return known; }
  bool isNumber() const { return known && (symbols.empty() || factor == 0); }
  int64_t number() const { return factor; }
  /// The product as one dim: a number, a symbol with its factor behind it ("N*2"), or unknown,
  /// which a negative product is too.
  Dim dim() const;
  bool operator==(const SizeProduct &) const = default;

private:
  void multiplyNumber(int64_t number);
  void multiplySymbol(const std::string &name);

  bool known = true;
  int64_t factor = 1;
  std::vector<std::string> symbols; ///< sorted
};

} // namespace fixcon
