// Softmax, LogSoftmax and Hardmax before opset 13 see a matrix: the axes before `axis` are rows,
// those from it on are columns.
//
//   onnx.Softmax %x {axis = 1}  ->  reshape(softmax(flatten %x {axis = 1}) {axis = 1}, shape %x)
//
// Where all axes but one of the columns have size 1 this is the newest form along that axis.
#include "Rules/Support/SoftmaxOfRows.h"

namespace fixcon {

/// The axis that makes up the columns alone, if there is one.
static std::optional<int64_t> onlyAxis(const Type &type, int64_t axis) {
  if (!type.isTensor() || !type.isRanked())
    return std::nullopt;
  auto rank = static_cast<int64_t>(type.rank());
  std::vector<int64_t> wide;
  for (int64_t i = axis < 0 ? axis + rank : axis; i < rank; ++i)
    if (i < 0 || !(type.dim(static_cast<size_t>(i)) == Dim(1)))
      wide.push_back(i);
  if (wide.size() == 1 && wide[0] >= 0)
    return wide[0];
  return std::nullopt;
}

Value *softmaxOfRows(RuleBuilder &b, const std::string &core, Value *x, int64_t axis) {
  if (auto along = onlyAxis(x->type(), axis))
    return b.value(core, {x}, attrsOf({{"axis", *along}}));
  Value *matrix = b.value("flatten", {x}, attrsOf({{"axis", axis}}));
  Value *soft = b.value(core, {matrix}, attrsOf({{"axis", int64_t(1)}}));
  return b.value("reshape", {soft, b.value("shape", {x})});
}

LogicalResult ruleONNXSoftmax12(Op &, RuleBuilder &b) {
  if (failed(b.needs({0})))
    return failure();
  b.result(0, softmaxOfRows(b, b.coreName(), b.in(0), b.take<int64_t>("axis", 1)));
  return success();
}

} // namespace fixcon
