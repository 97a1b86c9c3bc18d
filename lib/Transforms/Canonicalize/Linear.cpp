#include "Linear.h"

namespace fixcon {

std::optional<Tensor> LinearForm::scaled(const std::vector<double> &factors) const {
  std::vector<double> from = weight->toDoubles(), values = from;
  for (size_t i = 0; i < values.size(); ++i) {
    auto at = static_cast<int64_t>(i);
    values[i] *= factors[static_cast<size_t>(at / outer % blocks * width + at / inner % width)];
  }
  return foldedTensorOf(weight->dtype(), weight->shape(), values, from);
}

/// [M, C/group, k...]: each channel is one block.
static bool convForm(const Op &op, LinearForm &form) {
  const Shape &shape = form.weight->shape();
  if (shape.size() < 3 || shape[0] < 1)
    return false;
  form.rank = static_cast<int64_t>(shape.size());
  form.axis = 1;
  form.channels = form.width = shape[0];
  form.inner = std::max<int64_t>(1, form.weight->size() / shape[0]);
  form.outer = std::max<int64_t>(1, form.weight->size());
  return op.numResults() == 1;
}

/// [C, M/group, k...]: the group follows from the first axis.
static bool convTransposeForm(const Op &op, LinearForm &form) {
  const Shape &shape = form.weight->shape();
  int64_t group = effectiveInt(op, "group");
  if (shape.size() < 3 || group < 1 || shape[0] % group || !form.weight->size())
    return false;
  form.rank = static_cast<int64_t>(shape.size());
  form.axis = 1;
  form.width = shape[1];
  form.blocks = group;
  form.channels = group * shape[1];
  form.inner = form.weight->size() / shape[0] / shape[1];
  form.outer = form.weight->size() / group;
  return true;
}

/// [k, n]: columns.
static bool productForm(const Op &op, LinearForm &form) {
  auto rank = rankOf(op.result());
  const Shape &shape = form.weight->shape();
  if (!rank || *rank < 1 || shape.size() != 2 || !form.weight->size())
    return false;
  form.rank = *rank;
  form.axis = *rank - 1;
  form.channels = form.width = shape[1];
  form.outer = form.weight->size();
  form.takesBias = op.name() == "gemm";
  return true;
}

static bool isPlainGemm(const Op &op) {
  for (const auto &[name, value] : op.attrs())
    if (!(name == "alpha" || name == "beta") || !(value == Attribute(1.0)))
      return false;
  return true;
}

std::optional<LinearForm> linearForm(const Op &op) {
  LinearForm form;
  form.weight = constantOf(op.operand(1));
  if (!form.weight || !isFloat(form.weight->dtype()))
    return std::nullopt;
  bool known = false;
  if (op.name() == "conv")
    known = convForm(op, form);
  else if (op.name() == "conv_transpose")
    known = convTransposeForm(op, form);
  else if (op.name() == "mat_mul" || (op.name() == "gemm" && isPlainGemm(op)))
    known = productForm(op, form);
  const Tensor *bias = constantOf(op.operand(2));
  bool vector = bias && bias->rank() == 1 && bias->size() == form.channels;
  if (!known || (op.operand(2) && !vector))
    return std::nullopt;
  return form;
}

} // namespace fixcon
