// A sequence without elements, of tensors of a dtype.
#include "fixcon/Ops/ElementCode.h"
#include "fixcon/Ops/OpDef.h"

namespace fixcon {
namespace {

struct SequenceEmptyAttrs {
  int64_t dtype = 1; ///< a TensorProto.DataType

  template <class V> void visit(V &v) { v("dtype", dtype); }
};

LogicalResult inferSequenceEmpty(InferContext &context) {
  int64_t code = context.attrs<SequenceEmptyAttrs>().dtype;
  auto dtype = dtypeOfCode(code);
  if (!dtype) // c1
    return context.error("sequence_empty_c1") << "no element type has the number " << code;
  context.setResult(0, Type::sequence(Type::unranked(*dtype)));
  return success();
}

LogicalResult evaluateSequenceEmpty(EvalContext &context) {
  auto dtype = dtypeOfCode(context.attrs<SequenceEmptyAttrs>().dtype);
  context.outputs[0] = Datum::sequence(Type::unranked(*dtype), {});
  return success();
}

} // namespace

OpDef defineSequenceEmpty() {
  return OpDef("sequence_empty")
      .summary("A sequence without elements.")
      .attrs<SequenceEmptyAttrs>()
      .infer(inferSequenceEmpty)
      .reference(evaluateSequenceEmpty)
      .onnx("SequenceEmpty", 11);
}

} // namespace fixcon
