// Scalar expressions: what an elementwise op computes for one element. Built once, then evaluated
// over blocks of elements, printed, compared, and (by the JIT) compiled.
#pragma once

#include "fixcon/Tensor/Tensor.h"

#include <memory>
#include <span>
#include <string>

namespace fixcon {

/// A node of an expression DAG; cheap to copy. A default-constructed one stands for an absent
/// operand and must be asked for with operator bool before use.
class Scalar {
public:
  /// SCALAR_OP(Id, "spelling", arity) in Scalar.def.
  enum class Kind : uint8_t {
    Argument,
    Constant,
#define SCALAR_OP(Id, Name, Arity) Id,
#include "fixcon/Formula/Scalar.def"
  };
  struct Node;

  Scalar() = default;
  Scalar(double constant);
  Scalar(int constant) : Scalar(static_cast<double>(constant)) {}
  /// The value of operand `index`.
  static Scalar argument(unsigned index);
  static Scalar make(Kind kind, std::initializer_list<Scalar> operands);

  explicit operator bool() const { return node != nullptr; }
  Kind kind() const;
  double constant() const;        ///< of a Constant
  unsigned argumentIndex() const; ///< of an Argument
  std::span<const Scalar> operands() const;
  /// Identity of the node: equal for shared subexpressions.
  const Node *id() const { return node.get(); }
  /// For example "max(x0, 0)".
  std::string str() const;

private:
  std::shared_ptr<const Node> node;
};

Scalar operator+(Scalar a, Scalar b);
Scalar operator-(Scalar a, Scalar b);
Scalar operator*(Scalar a, Scalar b);
Scalar operator/(Scalar a, Scalar b);
Scalar operator-(Scalar a);
// Comparisons give 1 or 0.
Scalar operator<(Scalar a, Scalar b);
Scalar operator<=(Scalar a, Scalar b);
Scalar operator>(Scalar a, Scalar b);
Scalar operator>=(Scalar a, Scalar b);
Scalar equal(Scalar a, Scalar b);
/// Propagate NaN from either side, as ONNX and IEEE 754-2019 maximum do.
Scalar max(Scalar a, Scalar b);
Scalar min(Scalar a, Scalar b);
/// `condition != 0 ? a : b`; the branch not taken has no effect.
Scalar select(Scalar condition, Scalar a, Scalar b);

/// Evaluates `formula` for blocks of elements, in the domain of T (double, int64_t or uint64_t).
/// Integer division truncates toward zero and x / 0 is 0; integer arithmetic wraps.
template <class T> class ScalarEvaluator {
public:
  explicit ScalarEvaluator(const Scalar &formula);
  ~ScalarEvaluator();
  /// `arguments[i]` points to `count` values of operand i, or is null if absent; writes `count`
  /// results. `count` is at most blockSize.
  void run(std::span<const T *const> arguments, T *result, size_t count);
  static constexpr size_t blockSize = 512;

private:
  struct Program;
  std::unique_ptr<Program> program;
};

} // namespace fixcon
