// Types of values: a dtype with dims that are numbers, unknown, or named symbols.
#pragma once

#include "fixcon/Tensor/Tensor.h"

#include <memory>
#include <string>
#include <vector>

namespace fixcon {

/// One dimension: a number >= 0, a symbol (an expression such as "N" or "N*2", equal spelling
/// meaning equal size), or unknown.
class Dim {
public:
  Dim() = default;
  Dim(int64_t size) : number(size) {}
  static Dim symbol(std::string name) {
    Dim d;
    d.name = std::move(name);
    return d;
  }
  bool isStatic() const { return number >= 0; }
  bool isSymbol() const { return number < 0 && !name.empty(); }
  bool isUnknown() const { return number < 0 && name.empty(); }
  /// The number; only if isStatic().
  int64_t size() const { return number; }
  const std::string &symbolName() const { return name; }
  bool operator==(const Dim &) const = default;
  std::string str() const;

private:
  int64_t number = -1;
  std::string name;
};

using Dims = std::vector<Dim>;

/// The grid on which the integers of a tensor lie: a real number is
/// scale * (element - zero point), with one scale for the tensor or one for each index along an axis.
struct Quantization {
  std::vector<float> scales;       ///< finite and > 0
  std::vector<int64_t> zeroPoints; ///< as many as scales, in the range of the dtype
  int64_t axis = -1;               ///< of the scales; -1 if one serves the whole tensor

  bool isPerAxis() const { return axis >= 0; }
  bool operator==(const Quantization &) const = default;
  /// `q<0.05, 3>`, `q<axis 0, [0.1, 0.2], [0, 1]>`; zero points that are all 0 are left out.
  std::string str() const;
};

/// The type of a value. `Unknown` is what an importer gives a value whose type the file does not
/// say; `None` is the type of an absent optional result.
class Type {
public:
  enum class Kind : uint8_t { Unknown, None, Tensor, SparseTensor, Sequence, Optional, Map };

  Type();
  Type(const Type &);
  Type(Type &&) noexcept;
  Type &operator=(const Type &);
  Type &operator=(Type &&) noexcept;
  ~Type();
  static Type none() { return Type(Kind::None); }
  /// A tensor with known rank.
  static Type tensor(DType dtype, Dims dims);
  static Type tensor(DType dtype, const Shape &shape);
  /// A tensor of unknown rank, printed f32[*].
  static Type unranked(DType dtype);
  static Type sparse(DType dtype, Dims dims);
  static Type sequence(Type element);
  static Type optional(Type element);
  /// `key` is an integer dtype or String.
  static Type map(DType key, Type value);

  Kind kind() const { return which; }
  bool isTensor() const { return which == Kind::Tensor; }
  bool isUnknown() const { return which == Kind::Unknown; }
  /// Element type of tensors, key type of maps.
  DType dtype() const { return element; }
  bool isRanked() const { return ranked; }
  size_t rank() const { return extents.size(); }
  const Dims &dims() const { return extents; }
  const Dim &dim(size_t i) const { return extents[i]; }
  /// Element of a sequence or optional, value of a map.
  const Type &inner() const { return *nested; }

  /// What the integers of a tensor stand for; null if they, or floats, stand for themselves.
  const Quantization *quantization() const { return grid.get(); }
  /// The same tensor with that grid (null: none), which is shared.
  Type quantized(std::shared_ptr<const Quantization> by) const;
  Type quantized(Quantization by) const {
    return quantized(std::make_shared<const Quantization>(std::move(by)));
  }
  /// A tensor of this type with the grid of `other`.
  Type quantizedLike(const Type &other) const { return quantized(other.grid); }
  /// Why the type cannot have the grid that it has ("its scale 0 is not ..."); empty if it can.
  std::string quantizationError() const;

  /// The same with other dims; a tensor keeps its grid.
  Type withDims(Dims dims) const;
  /// The same with tensors of any shape, the nested ones too.
  Type withoutShape() const;
  /// Whether a tensor of this type may have that shape: the rank and the dims that are numbers.
  bool admits(const Shape &shape) const;
  /// Ranked tensor, every dim a number.
  bool isStatic() const;
  /// The dims as numbers; only if isStatic().
  Shape shape() const;
  bool operator==(const Type &other) const;
  std::string str() const;

private:
  explicit Type(Kind kind) : which(kind) {}

  Kind which = Kind::Unknown;
  DType element = DType::F32;
  bool ranked = false;
  Dims extents;
  std::shared_ptr<const Type> nested;
  std::shared_ptr<const Quantization> grid; ///< of a tensor; in most types null
};

/// The type of a tensor value.
Type typeOf(const Tensor &tensor);

} // namespace fixcon
