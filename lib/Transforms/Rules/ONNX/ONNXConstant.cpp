// A Constant becomes a weight of the same name, whichever attribute holds its elements.
#include "fixcon/Transforms/RuleBuilder.h"

namespace fixcon {

static std::optional<Tensor> element(RuleBuilder &b) {
  auto length = [](const auto &list) { return Shape{static_cast<int64_t>(list.size())}; };
  if (auto tensor = b.take<Tensor>("value"))
    return tensor;
  if (auto number = b.take<double>("value_float"))
    return Tensor::scalar(static_cast<float>(*number));
  if (auto number = b.take<int64_t>("value_int"))
    return Tensor::scalar(*number);
  if (auto text = b.take<std::string>("value_string"))
    return Tensor::strings({}, {*text});
  if (auto list = b.take<Attribute::Floats>("value_floats"))
    return Tensor::of<double>(length(*list), *list).converted(DType::F32);
  if (auto list = b.take<Attribute::Ints>("value_ints"))
    return Tensor::of<int64_t>(length(*list), *list);
  if (auto list = b.take<Attribute::Strings>("value_strings"))
    return Tensor::strings(length(*list), *list);
  return std::nullopt;
}

LogicalResult ruleONNXConstant(Op &, RuleBuilder &b) {
  auto held = element(b);
  if (!held)
    return b.error() << "a Constant without a value that can be read";
  b.result(0, b.constant(std::move(*held)));
  return success();
}

} // namespace fixcon
