// The elements of a sequence one behind the other along an axis, or along a new one.
#include "Definition/Axis.h"
#include "Movement/Stacking.h"
#include "Sequence.h"

namespace fixcon {
namespace {

struct ConcatFromSequenceAttrs {
  std::optional<int64_t> axis;
  int64_t new_axis = 0;

  template <class V> void visit(V &v) {
    v("axis", axis);
    v("new_axis", new_axis);
  }
};

LogicalResult inferConcatFromSequence(InferContext &context) {
  auto element = sequenceElement(context, 0, "concat_from_sequence_c1"); // c1
  if (failed(element))
    return failure();
  auto attrs = context.attrs<ConcatFromSequenceAttrs>();
  if (!attrs.axis || attrs.new_axis < 0 || attrs.new_axis > 1) // c2
    return context.error("concat_from_sequence_c2")
           << "axis " << (attrs.axis ? std::to_string(*attrs.axis) : "is missing")
           << " with new_axis " << attrs.new_axis;
  if (!element->isTensor() && !element->isUnknown()) // c3
    return context.error("concat_from_sequence_c3") << "the elements are " << element->str();
  if (!element->isRanked()) {
    context.setResult(0, std::move(*element));
    return success();
  }
  Dims dims = element->dims();
  auto axis = resolveAxis(*attrs.axis, dims.size() + static_cast<size_t>(attrs.new_axis));
  if (!axis) // c4
    return context.error("concat_from_sequence_c4")
           << "axis " << *attrs.axis << " for elements that are " << element->str();
  if (attrs.new_axis)
    dims.insert(dims.begin() + static_cast<std::ptrdiff_t>(*axis), Dim());
  else
    dims[*axis] = Dim();
  context.setResult(0, Type::tensor(element->dtype(), std::move(dims)));
  return success();
}

LogicalResult evaluateConcatFromSequence(EvalContext &context) {
  const auto &elements = context.datum(0).elements();
  if (elements.empty())
    return context.error() << "the sequence is empty";
  std::vector<Tensor> parts;
  for (const Datum &element : elements)
    parts.push_back(element.tensor());
  auto attrs = context.attrs<ConcatFromSequenceAttrs>();
  auto axis = resolveAxis(*attrs.axis, parts.front().rank() + static_cast<size_t>(attrs.new_axis));
  auto all = !axis            ? std::nullopt
             : attrs.new_axis ? stackSlices(parts, *axis)
                              : concatenate(parts, *axis);
  if (!all)
    return context.error() << "the elements do not fit together along axis " << *attrs.axis;
  context.outputs[0] = Datum(std::move(*all), elements.front().dtype());
  return success();
}

} // namespace

OpDef defineConcatFromSequence() {
  return OpDef("concat_from_sequence")
      .summary("The elements of a sequence one behind the other along an axis.")
      .operand("input_sequence")
      .anyKind()
      .attrs<ConcatFromSequenceAttrs>()
      .infer(inferConcatFromSequence)
      .reference(evaluateConcatFromSequence)
      .onnx("ConcatFromSequence", 11);
}

} // namespace fixcon
