// A sequence without elements, of tensors of a dtype.
#include "fixcon/Ops/EvalContext.h"
#include "fixcon/Ops/InferContext.h"
#include "fixcon/Ops/OpDef.h"

namespace fixcon {
namespace {

struct SequenceEmptyAttrs {
  DType dtype = DType::F32;

  template <class V> void visit(V &v) { v("dtype", dtype); }
};

LogicalResult inferSequenceEmpty(InferContext &context) {
  DType dtype = context.attrs<SequenceEmptyAttrs>().dtype;
  context.setResult(0, Type::sequence(Type::unranked(dtype)));
  return success();
}

LogicalResult evaluateSequenceEmpty(EvalContext &context) {
  DType dtype = context.attrs<SequenceEmptyAttrs>().dtype;
  context.outputs[0] = Datum::sequence(Type::unranked(dtype), {});
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
