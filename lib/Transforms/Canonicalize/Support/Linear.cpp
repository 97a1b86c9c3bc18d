// Sound by the trait: each output channel is a sum of products with elements of its own.
#include "Linear.h"

#include "fixcon/Ops/OpDef.h"

namespace fixcon {

std::optional<Tensor> LinearForm::scaled(const std::vector<double> &factors) const {
  std::vector<double> from = weight->toDoubles(), values = from;
  for (size_t i = 0; i < values.size(); ++i)
    values[i] *= factors[static_cast<size_t>(channels.channelOf(static_cast<int64_t>(i)))];
  return foldedTensorOf(weight->dtype(), weight->shape(), values, from);
}

std::vector<Value *> LinearForm::operands(const Op &op, Value *newWeight, Value *newBias) const {
  std::vector<Value *> list = op.operands();
  list[channels.trait.weight] = newWeight;
  if (newBias) {
    list.resize(std::max<size_t>(list.size(), *channels.trait.bias + 1), nullptr);
    list[*channels.trait.bias] = newBias;
  }
  return list;
}

std::optional<LinearForm> linearForm(const Op &op) {
  const OpDef *def = opDef(op);
  const auto *trait = def && def->traits().linear ? &*def->traits().linear : nullptr;
  LinearForm form;
  form.weight = trait ? constantOf(op.operand(trait->weight)) : nullptr;
  auto rank = form.weight && op.numResults() == 1 ? rankOf(op.result()) : std::nullopt;
  if (!rank || !isFloat(form.weight->dtype()))
    return std::nullopt;
  auto channels = linearChannels(op, form.weight->shape());
  auto axis = axisFromFront(trait->resultAxis, static_cast<size_t>(*rank));
  if (!channels || !axis)
    return std::nullopt;
  form.channels = std::move(*channels);
  form.rank = *rank;
  form.axis = static_cast<int64_t>(*axis);
  const Value *given = form.bias(op);
  const Tensor *bias = constantOf(given);
  bool vector = bias && bias->rank() == 1 && bias->size() == form.channels.count;
  if (given && !vector)
    return std::nullopt;
  return form;
}

} // namespace fixcon
