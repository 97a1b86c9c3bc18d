// What a value is when a model runs: a tensor, a sequence of data, or an optional that holds one
// datum or nothing.
#pragma once

#include "fixcon/IR/Type.h"

namespace fixcon {

/// Copies share tensors' elements and whole lists.
class Datum {
public:
  enum class Kind : uint8_t { Tensor, Sequence, Optional };

  /// The empty f32[0].
  Datum() = default;
  Datum(fixcon::Tensor tensor) : declared(tensor.dtype()), payload(std::move(tensor)) {}
  /// A tensor that may hold floats wider than the model says they are: `dtype` is what it says.
  Datum(fixcon::Tensor tensor, DType dtype) : declared(dtype), payload(std::move(tensor)) {}
  static Datum sequence(Type element, std::vector<Datum> elements);
  static Datum present(Type content, Datum datum);
  static Datum absent(Type content);

  Kind kind() const { return nest ? nest->kind : Kind::Tensor; }
  bool isTensor() const { return !nest; }
  bool isSequence() const { return kind() == Kind::Sequence; }
  bool isOptional() const { return kind() == Kind::Optional; }

  /// What the model says of a tensor's elements.
  DType dtype() const { return declared; }
  /// Empty if this is no tensor.
  const fixcon::Tensor &tensor() const { return payload; }
  fixcon::Tensor &tensor() { return payload; }

  /// The elements of a sequence; of an optional, one or none. Not for tensors.
  const std::vector<Datum> &elements() const { return nest->elements; }
  /// What the elements are, even where there are none. Not for tensors.
  const Type &elementType() const { return nest->element; }

  Type type() const;
  /// Bytes of all tensors, and of the list's own entries; INT64_MAX if they cannot be counted.
  /// Strings count as their handles: what they hold is not counted.
  int64_t bytes() const;

private:
  struct Nest {
    Kind kind;
    Type element;
    std::vector<Datum> elements;
    int64_t bytes;
  };
  static Datum nested(Kind kind, Type element, std::vector<Datum> elements);

  DType declared = DType::F32;
  fixcon::Tensor payload;
  std::shared_ptr<const Nest> nest;
};

} // namespace fixcon
