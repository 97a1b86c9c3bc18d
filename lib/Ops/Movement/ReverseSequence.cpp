// The first sequence_lens[b] steps of each sequence in the opposite order, the rest as it is.
#include "Definition/IndexOperand.h"

namespace fixcon {
namespace {

struct ReverseSequenceAttrs {
  int64_t batch_axis = 1;
  int64_t time_axis = 0;

  template <class V> void visit(V &v) {
    v("batch_axis", batch_axis);
    v("time_axis", time_axis);
  }
};

LogicalResult inferReverseSequence(InferContext &context) {
  auto attrs = context.attrs<ReverseSequenceAttrs>();
  const Type &input = context.type(0);
  bool axes = (attrs.batch_axis == 0 && attrs.time_axis == 1) ||
              (attrs.batch_axis == 1 && attrs.time_axis == 0);
  if (!axes || (input.isRanked() && input.rank() < 2)) // c1
    return context.error("reverse_sequence_c1")
           << "batch axis " << attrs.batch_axis << " and time axis " << attrs.time_axis << " of "
           << input.str();
  auto length = listLength(context, 1);
  if (input.isRanked() && length) {
    const Dim &batch = input.dim(static_cast<size_t>(attrs.batch_axis));
    if (batch.isStatic() && batch.size() != *length) // c2
      return context.error("reverse_sequence_c2")
             << *length << " lengths for " << batch.size() << " sequences";
  }
  context.setResult(0, input);
  return success();
}

FailureOr<IndexMap> mapReverseSequence(InferContext &context, const Shape &shape) {
  auto attrs = context.attrs<ReverseSequenceAttrs>();
  auto time = static_cast<unsigned>(attrs.time_axis),
       batch = static_cast<unsigned>(attrs.batch_axis);
  auto lengths = knownInts(context, 1);
  if (!lengths || lengths->size() != static_cast<size_t>(shape[batch])) // c0
    return context.error("reverse_sequence_c0") << "the lengths are not known";
  for (int64_t length : *lengths)
    if (length < 0 || length > shape[time]) // c3
      return context.error("reverse_sequence_c3")
             << "length " << length << " of " << shape[time] << " steps";
  IndexExpr length = IndexExpr::lookup(tableOf(std::move(*lengths)), IndexExpr::dim(batch));
  IndexExpr mirrored = length - IndexExpr::dim(time) - IndexExpr(1);
  IndexMap map = readAt(shape, dimExprs(shape.size()));
  IndexMap::Piece reversed{0, {{mirrored, 0, shape[time]}}, dimExprs(shape.size())};
  reversed.index[time] = mirrored;
  map.pieces.insert(map.pieces.begin(), std::move(reversed));
  return map;
}

} // namespace

OpDef defineReverseSequence() {
  return OpDef("reverse_sequence")
      .summary("The beginning of each sequence in the opposite order.")
      .operand("input")
      .operand("sequence_lens", Role::Index)
      .attrs<ReverseSequenceAttrs>()
      .infer(inferReverseSequence)
      .movement(moveAfter(inferReverseSequence, mapReverseSequence))
      .onnx("ReverseSequence", 10);
}

} // namespace fixcon
