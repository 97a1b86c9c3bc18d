// What a value is while a graph runs: one meaning in several forms, made from each other when a kernel asks for them.
#pragma once

#include "fixcon/IR/Datum.h"

#include <functional>
#include <memory>

namespace fixcon {

/// A tensor as a kernel holds it: floats in the dtype of the arithmetic, elements row by row or with channels (axis 1)
/// in blocks. Copies share the forms; threads may ask for them at the same time.
class RunValue {
public:
  RunValue() = default;
  /// As the reference holds it: floats in f64, whatever the model says they are.
  explicit RunValue(Datum wide);
  /// A weight: its forms are kept as WeightForms says, not for as long as the value lives.
  static RunValue weight(Tensor elements);
  /// `elements` row by row, in any dtype whose numbers are those of the value; `declared` is what the model says.
  static RunValue rowMajor(Tensor elements, DType declared);
  /// `blocks` of shape [N, ceil(C / lanes), spatial..., lanes] for the value of `shape` [N, C, spatial...]. What stands
  /// in lanes beyond C means nothing.
  static RunValue blocked(Tensor blocks, Shape shape, DType declared);

  bool isTensor() const;
  /// Of a tensor.
  DType dtype() const;
  const Shape &shape() const;
  /// Bytes of the form that it came in.
  int64_t bytes() const;

  /// As the reference takes it: the datum itself, or the tensor with floats in f64.
  Datum wide() const;
  /// Row by row in `dtype`.
  Tensor rows(DType dtype) const;
  /// Row by row in f32 or f64, whichever needs no work; else in `otherwise`.
  Tensor floats(DType otherwise) const;
  /// In blocks of `lanes` channels in `dtype`; lanes beyond the channels are zero or what a kernel left there. The
  /// rank is 2 or more.
  Tensor blocks(DType dtype, int64_t lanes) const;
  /// Whether blocks() needs no work.
  bool hasBlocks(DType dtype, int64_t lanes) const;
  /// What `make` makes of the value, kept under `key` as other forms are: packed weights.
  Tensor derived(const std::string &key, const std::function<Tensor()> &make) const;

private:
  struct State;
  std::shared_ptr<State> state;
};

} // namespace fixcon
