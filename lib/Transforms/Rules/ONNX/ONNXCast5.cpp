// Cast before opset 6 names its type.
#include "fixcon/Transforms/RuleBuilder.h"

#include <map>

namespace fixcon {

LogicalResult ruleONNXCast5(Op &op, RuleBuilder &b) {
  static const std::map<std::string, DType, std::less<>> dtypes = {
      {"FLOAT", DType::F32},   {"UINT8", DType::U8},      {"INT8", DType::I8},
      {"UINT16", DType::U16},  {"INT16", DType::I16},     {"INT32", DType::I32},
      {"INT64", DType::I64},   {"STRING", DType::String}, {"BOOL", DType::Bool},
      {"FLOAT16", DType::F16}, {"DOUBLE", DType::F64},    {"UINT32", DType::U32},
      {"UINT64", DType::U64}};
  std::string to = b.take<std::string>("to", "");
  auto found = dtypes.find(to);
  if (found == dtypes.end())
    return b.error() << "cast to the unknown type '" << to << "'";
  return b.becomes("cast", op.operands(), attrsOf({{"to", found->second}}));
}

} // namespace fixcon
