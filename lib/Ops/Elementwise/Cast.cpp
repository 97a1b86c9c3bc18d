// The same numbers as another dtype. Floats become integers by truncation toward zero and booleans
// by being other than 0; integers wrap; 8-bit floats saturate unless told otherwise.
#include "Convert.h"
#include "Definition/SizeTensor.h"
#include "Elementwise.h"

namespace fixcon {
namespace {

struct CastAttrs {
  std::optional<DType> to;       ///< needed
  int64_t saturate = 1;          ///< of 8-bit floats
  std::string round_mode = "up"; ///< of f8e8m0

  template <class V> void visit(V &v) {
    v("to", to);
    v("saturate", saturate);
    v("round_mode", round_mode);
  }
};

LogicalResult inferCast(InferContext &context) {
  auto attrs = context.attrs<CastAttrs>();
  if (!attrs.to) // c3
    return context.error("cast_c3") << "attribute 'to' is missing";
  if (!isRoundMode(attrs.round_mode)) // c4
    return context.error("cast_c4") << "round_mode is '" << attrs.round_mode << "'";
  return inferBroadcast(context, *attrs.to);
}

Scalar formula(std::span<const Scalar> args, const Op &op) {
  auto attrs = readAttrs<CastAttrs>(op);
  return convertFormula(args[0], attrs.to.value_or(DType::F32), attrs.saturate != 0,
                        attrs.round_mode);
}

} // namespace

OpDef defineCast() {
  return OpDef("cast")
      .summary("The same numbers as another element type.")
      .operand("input")
      .dtypes(allTypes - DTypeClass::Complex)
      .attrs<CastAttrs>()
      .infer(inferCast)
      .formula(formula)
      .reference([](EvalContext &context) {
        return convertStrings(context, context.op().operand(0)->type().dtype());
      })
      .sizes(elementwiseSizes([](std::span<const SizeProduct> args) { return args[0]; }))
      .onnx("Cast", 6);
}

} // namespace fixcon
